namespace CommitmentBot.Core.Commitments;

/// <summary>
/// One link of a register's chain. <c>Sequence</c> counts from 1 without a gap; <c>PreviousHash</c> is the hash of the link before, or the
/// register's genesis; <c>PayloadDigest</c> stands for the words, which may be erased; all three are SHA-256, 32 bytes.
/// </summary>
public sealed record ChainLink(long Sequence, byte[] PreviousHash, byte[] PayloadDigest, byte[] Hash);
