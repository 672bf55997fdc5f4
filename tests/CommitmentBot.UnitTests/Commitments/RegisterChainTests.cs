using System.Security.Cryptography;
using CommitmentBot.Core;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CsCheck;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Commitments;

public sealed class RegisterChainTests
{
    private static readonly List<ChainedEvent> Chain = Link(SampleEvents.All);

    [Fact]
    public void A_chain_as_it_was_written_holds() =>
        RegisterChain.Verify(Story.Forum, Chain, Chain[^1].Link).ShouldBe(new ChainVerdict.Whole(Chain.Count, 0));

    [Fact]
    public void An_empty_register_holds() =>
        RegisterChain.Verify(Story.Forum, []).ShouldBe(new ChainVerdict.Whole(0, 0));

    [Fact]
    public void The_events_read_back_and_an_erased_one_does_not()
    {
        Chain.Select(next => EventJson.Serialize(next.Read()!.Fact)).ShouldBe(SampleEvents.All.Select(EventJson.Serialize));
        Chain[0].Erased().Read().ShouldBeNull();
    }

    [Fact]
    public void Words_may_be_erased_and_the_chain_still_holds() =>
        Gen.Bool.Array[Chain.Count].Sample(erase =>
            RegisterChain.Verify(Story.Forum, Chain.Select((next, i) => erase[i] ? next.Erased() : next), Chain[^1].Link)
            == new ChainVerdict.Whole(Chain.Count, erase.Count(it => it)));

    [Fact]
    public void Another_registers_events_do_not_hold() =>
        BrokenAt(RegisterChain.Verify(ForumId.New(), Chain)).ShouldBe(1);

    [Fact]
    public void Any_field_altered_is_found_in_its_place()
    {
        for (var at = 0; at < Chain.Count; at++)
        {
            foreach (var (what, altered) in Alterations(Chain[at]))
            {
                BrokenAt(RegisterChain.Verify(Story.Forum, [.. Chain[..at], altered, .. Chain[(at + 1)..]])).ShouldBe(at + 1, what);
            }
        }
    }

    [Fact]
    public void Any_byte_of_words_salt_or_hashes_altered_is_found() =>
        Gen.Select(Gen.Int[0, Chain.Count - 1], Gen.Int[0, 4], Gen.Int[0, int.MaxValue], Gen.Int[0, 7]).Sample((at, field, offset, bit) =>
        {
            var link = Chain[at].Link;
            var altered = field switch
            {
                0 => Chain[at] with { Salt = Flip(Chain[at].Salt!, offset, bit) },
                1 => Chain[at] with { Link = link with { PreviousHash = Flip(link.PreviousHash, offset, bit) } },
                2 => Chain[at] with { Link = link with { PayloadDigest = Flip(link.PayloadDigest, offset, bit) } },
                3 => Chain[at] with { Link = link with { Hash = Flip(link.Hash, offset, bit) } },
                _ => Chain[at] with { Payload = Change(Chain[at].Payload!, offset) },
            };
            return BrokenAt(RegisterChain.Verify(Story.Forum, [.. Chain[..at], altered, .. Chain[(at + 1)..]])) == at + 1;
        });

    [Fact]
    public void An_event_forged_with_its_own_hash_breaks_the_next_one()
    {
        var forged = RegisterChain.Append(Story.Forum, Chain[2].Link, Event(3, new CommitmentEvent.Lapsed()), Salt());
        BrokenAt(RegisterChain.Verify(Story.Forum, [.. Chain[..3], forged, .. Chain[4..]])).ShouldBe(5);
    }

    [Fact]
    public void An_event_removed_swapped_or_inserted_is_found()
    {
        Gen.Int[0, Chain.Count - 2].Sample(at => BrokenAt(RegisterChain.Verify(Story.Forum, [.. Chain[..at], .. Chain[(at + 1)..]])) == at + 1);
        Gen.Int[0, Chain.Count - 1].Sample(at => BrokenAt(RegisterChain.Verify(Story.Forum, [.. Chain[..at], Chain[at], .. Chain[at..]])) == at + 2);
        Gen.Select(Gen.Int[0, Chain.Count - 1], Gen.Int[0, Chain.Count - 1]).Where((one, other) => one < other).Sample((one, other) =>
        {
            var swapped = Chain.ToList();
            (swapped[one], swapped[other]) = (swapped[other], swapped[one]);
            return BrokenAt(RegisterChain.Verify(Story.Forum, swapped)) == one + 1;
        });
    }

    [Fact]
    public void What_was_cut_off_the_end_is_found_by_the_last_link_known()
    {
        RegisterChain.Verify(Story.Forum, Chain[..^2], Chain[^1].Link)
            .ShouldBe(new ChainVerdict.BrokenAt(Chain.Count - 1, $"It is missing: the register once had {Chain.Count} events."));
        var rewritten = RegisterChain.Append(Story.Forum, Chain[^2].Link, Event(Chain.Count, new CommitmentEvent.Lapsed()), Salt());
        BrokenAt(RegisterChain.Verify(Story.Forum, [.. Chain[..^1], rewritten], Chain[^1].Link)).ShouldBe(Chain.Count);
    }

    [Fact]
    public void The_same_words_leave_different_digests()
    {
        var one = RegisterChain.Append(Story.Forum, null, Event(1, new CommitmentEvent.Declined("No")), Salt());
        var other = RegisterChain.Append(Story.Forum, null, Event(1, new CommitmentEvent.Declined("No")), Salt());
        one.Link.PayloadDigest.ShouldNotBe(other.Link.PayloadDigest);
    }

    [Fact]
    public void A_short_salt_is_refused() =>
        Should.Throw<ArgumentException>(() => RegisterChain.Append(Story.Forum, null, Event(1, new CommitmentEvent.Lapsed()), new byte[8]));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(999, 0)]
    [InlineData(1_999, 1_000)]
    [InlineData(-1, -1_000)]
    [InlineData(-1_000, -1_000)]
    public void An_instant_is_cut_to_microseconds_towards_the_past(long nanoseconds, long cut) =>
        NodaConstants.UnixEpoch.PlusNanoseconds(nanoseconds).ToMicroseconds().ShouldBe(NodaConstants.UnixEpoch.PlusNanoseconds(cut));

    private static IEnumerable<(string What, ChainedEvent Altered)> Alterations(ChainedEvent it)
    {
        yield return ("commitment", it with { Commitment = CommitmentId.New() });
        yield return ("version", it with { Version = it.Version + 1 });
        yield return ("instant", it with { At = it.At.PlusNanoseconds(1_000) });
        yield return ("by somebody else", it with { By = PersonId.New() });
        yield return ("by nobody", it with { By = null });
        yield return ("another organisation", it with { Organisation = OrganisationId.New() });
        yield return ("no organisation", it with { Organisation = null });
        yield return ("by and organisation exchanged", it with { By = new PersonId(it.Organisation!.Value.Value), Organisation = new OrganisationId(it.By!.Value.Value) });
        yield return ("source", it with { Source = it.Source + "x" });
        yield return ("empty source", it with { Source = "" });
        yield return ("no source", it with { Source = null });
        yield return ("a letter from the source to the kind", it with { Source = it.Source![..^1], Kind = it.Source[^1] + it.Kind });
        yield return ("kind", it with { Kind = "other" });
        yield return ("sequence", it with { Link = it.Link with { Sequence = it.Link.Sequence + 1 } });
        yield return ("payload without its salt", it with { Salt = null });
        yield return ("salt without its payload", it with { Payload = null });
        yield return ("words from elsewhere", it with { Payload = """{"$type":"declined","reason":"forged"}""" });
    }

    private static List<ChainedEvent> Link(IEnumerable<CommitmentEvent> facts)
    {
        var chain = new List<ChainedEvent>();
        foreach (var fact in facts)
        {
            chain.Add(RegisterChain.Append(Story.Forum, chain.LastOrDefault()?.Link, Event(chain.Count + 1, fact), Salt()));
        }

        return chain;
    }

    private static RegisterEvent Event(int version, CommitmentEvent fact) => new(
        new CommitmentId(Guid.Parse("0197a000-0000-7000-8000-000000000042")), version, Instant.FromUtc(2026, 6, 1, 9, version),
        Story.Sarah.Person, Story.Wcc, $"slack|T1|C1|{version}", fact);

    private static byte[] Salt() => RandomNumberGenerator.GetBytes(RegisterChain.SaltLength);

    private static byte[] Flip(byte[] bytes, int offset, int bit)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[offset % bytes.Length] ^= (byte)(1 << bit);
        return flipped;
    }

    private static string Change(string text, int offset)
    {
        var at = offset % text.Length;
        return $"{text[..at]}{(text[at] == 'x' ? 'y' : 'x')}{text[(at + 1)..]}";
    }

    private static long BrokenAt(ChainVerdict verdict) => verdict.ShouldBeOfType<ChainVerdict.BrokenAt>().Sequence;
}
