using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CommitmentBot.Core.People;
using NodaTime;

namespace CommitmentBot.Core.Commitments;

/// <summary>
/// The hash chain of a register: each event carries the hash of the one before it, so that an altered, missing, added or
/// moved event can be found. The words are bound by a salted digest only: without payload and salt the chain still holds,
/// and nobody can guess short words back from what is left.
/// </summary>
public static class RegisterChain
{
    /// <summary>The length of a salt, in bytes; a fresh random one for each event.</summary>
    public const int SaltLength = 32;

    private const string Version = "commitment-register-1";

    private static readonly ChainLink NoLink = new(0, [], [], []);

    /// <summary>The hash that a register's first link follows.</summary>
    public static byte[] Genesis(ForumId forum)
    {
        using var hash = new FieldHash();
        return hash.Add(Version).Add(forum.Value).Result();
    }

    /// <summary>
    /// The next event in its place: after <paramref name="previous"/>, or first when that is null. Instants are to be cut to
    /// microseconds before (<see cref="InstantExtensions.ToMicroseconds"/>), as nothing finer is stored or hashed.
    /// </summary>
    public static ChainedEvent Append(ForumId forum, ChainLink? previous, RegisterEvent next, byte[] salt) => Append(
        forum, previous, salt,
        new ChainedEvent(
            NoLink, next.Commitment, next.Version, next.At, next.By, next.Organisation, next.Source, EventJson.KindOf(next.Fact),
            EventJson.Serialize(next.Fact), salt));

    /// <summary>The same for an event of the forum's own.</summary>
    public static ChainedEvent Append(
        ForumId forum, ChainLink? previous, ForumEvent next, Instant at, Actor by, string? source, byte[] salt) => Append(
        forum, previous, salt,
        new ChainedEvent(NoLink, null, 0, at, by.Person, by.Organisation, source, EventJson.KindOf(next), EventJson.Serialize(next), salt));

    private static ChainedEvent Append(ForumId forum, ChainLink? previous, byte[] salt, ChainedEvent next)
    {
        if (salt.Length != SaltLength)
        {
            throw new ArgumentException($"A salt has {SaltLength} bytes.", nameof(salt));
        }

        var link = new ChainLink((previous?.Sequence ?? 0) + 1, previous?.Hash ?? Genesis(forum), Digest(salt, next.Payload!), []);
        next = next with { Link = link };
        return next with { Link = link with { Hash = Hash(next) } };
    }

    /// <summary>
    /// Checks a register's events, in the order of their sequence. A chain cannot know what was cut off its end: give the last link known
    /// from elsewhere as <paramref name="head"/> to find that too.
    /// </summary>
    public static ChainVerdict Verify(ForumId forum, IEnumerable<ChainedEvent> events, ChainLink? head = null)
    {
        var (links, erased, previous) = (0L, 0L, Genesis(forum));
        var headSeen = head is null;
        foreach (var next in events)
        {
            links++;
            if (WhyNot(next, links, previous) is { } why)
            {
                return new ChainVerdict.BrokenAt(links, why);
            }

            if (head is not null && head.Sequence == links)
            {
                if (!Same(head.Hash, next.Link.Hash))
                {
                    return new ChainVerdict.BrokenAt(links, "It is not the event that was known to stand here.");
                }

                headSeen = true;
            }

            erased += next.IsErased ? 1 : 0;
            previous = next.Link.Hash;
        }

        return headSeen
            ? new ChainVerdict.Whole(links, erased)
            : new ChainVerdict.BrokenAt(links + 1, $"It is missing: the register once had {head!.Sequence} events.");
    }

    private static string? WhyNot(ChainedEvent next, long sequence, byte[] previous) =>
        next.Link.Sequence != sequence ? $"An event is missing or out of its place: {next.Link.Sequence} stands where {sequence} belongs."
        : !Same(next.Link.PreviousHash, previous) ? "It does not follow the event before it."
        : !Same(next.Link.Hash, Hash(next)) ? "It was altered."
        : next.IsErased ? null
        : next.Payload is null || next.Salt is null || !Same(next.Link.PayloadDigest, Digest(next.Salt, next.Payload)) ? "Its words were altered."
        : null;

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    private static byte[] Digest(byte[] salt, string payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(Encoding.UTF8.GetBytes(payload));
        return hash.GetHashAndReset();
    }

    private static byte[] Hash(ChainedEvent next)
    {
        using var hash = new FieldHash();
        return hash
            .Add(next.Link.PreviousHash)
            .Add(next.Link.Sequence)
            .Add(next.Commitment?.Value)
            .Add(next.Version)
            .Add(next.At.ToUnixMicroseconds())
            .Add(next.By?.Value)
            .Add(next.Organisation?.Value)
            .Add(next.Source)
            .Add(next.Kind)
            .Add(next.Link.PayloadDigest)
            .Result();
    }

    /// <summary>Hashes fields so that no two lists of fields give the same bytes: each goes in after its length, an absent one as -1.</summary>
    private sealed class FieldHash : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public FieldHash Add(byte[]? field)
        {
            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(length, field?.Length ?? -1);
            _hash.AppendData(length);
            _hash.AppendData(field ?? []);
            return this;
        }

        public FieldHash Add(string? field) => Add(field is null ? null : Encoding.UTF8.GetBytes(field));

        public FieldHash Add(Guid? field) => Add(field?.ToByteArray(bigEndian: true));

        public FieldHash Add(long field)
        {
            var bytes = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(bytes, field);
            return Add(bytes);
        }

        public byte[] Result() => _hash.GetHashAndReset();

        public void Dispose() => _hash.Dispose();
    }
}
