using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommitmentBot.Core.Commitments;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Commitments;

public sealed class EventJsonTests
{
    [Fact]
    public void Every_kind_of_event_is_stored_under_names_that_do_not_change() =>
        Golden.Matches(string.Join('\n', SampleEvents.All.Select(EventJson.Serialize)), "events.jsonl");

    [Fact]
    public void The_samples_hold_every_kind() =>
        SampleEvents.All.Select(fact => fact.GetType()).Distinct().ShouldBe(
            typeof(CommitmentEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType), ignoreOrder: true);

    [Fact]
    public void Every_event_type_has_a_kind() =>
        typeof(CommitmentEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(CommitmentEvent))).ShouldBe(
            typeof(CommitmentEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType), ignoreOrder: true);

    [Fact]
    public void What_is_stored_reads_back_as_the_same()
    {
        foreach (var fact in SampleEvents.All)
        {
            var json = EventJson.Serialize(fact);
            var back = EventJson.Deserialize(json);
            back.GetType().ShouldBe(fact.GetType());
            EventJson.Serialize(back).ShouldBe(json);
            json.ShouldStartWith($"{{\"$type\":\"{EventJson.KindOf(fact)}\"");
        }
    }

    [Fact]
    public void A_field_of_a_later_version_is_passed_over() =>
        EventJson.Deserialize("""{"$type":"declined","reason":"No room","mood":"calm"}""").ShouldBe(new CommitmentEvent.Declined("No room"));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"$type":"forgotten"}""")]
    [InlineData("""{"$type":"done","on":"19 June"}""")]
    [InlineData("""{"$type":"done","on":7}""")]
    [InlineData("""{"$type":"accepted","organisation":"UHCW"}""")]
    public void What_is_no_event_is_said_to_be_none(string json) => Should.Throw<JsonException>(() => EventJson.Deserialize(json));
}
