namespace CommitmentBot.Core.Understanding;

/// <summary>What identifies a patient.</summary>
public enum PatientIdentifierKind
{
    /// <summary>An NHS number.</summary>
    NhsNumber,

    /// <summary>A date of birth beside a full name.</summary>
    DateOfBirth,
}
