namespace CommitmentBot.Core.People;

/// <summary>Codes of the NHS Organisation Data Service. Only their form is checked: the service is not asked.</summary>
/// <remarks>https://digital.nhs.uk/services/organisation-data-service</remarks>
public static class OdsCode
{
    private const int Longest = 9;

    /// <summary>Whether a text has the form of a code: one to nine capital letters and figures.</summary>
    public static bool HasForm(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Length is > 0 and <= Longest && code.All(it => it is (>= 'A' and <= 'Z') or (>= '0' and <= '9'));
    }
}
