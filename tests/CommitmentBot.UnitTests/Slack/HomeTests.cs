using CommitmentBot.Core.Chat;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Slack;

/// <summary>The Home tab, the shortcuts that start anywhere, and answers that come late.</summary>
public sealed class HomeTests
{
    private static readonly Message Page = new("C-1", [new Block.Heading("What you have promised: 1"), new Block.Actions(new Button("Show C-1", "show", "1"))]);

    [Fact]
    public async Task Opening_the_Home_tab_publishes_it_and_again_only_when_it_has_changed()
    {
        await using var rig = await SlackRig.Start(turn => turn.Content is TurnContent.HomeOpened ? new Reply.Show(Page) : new Reply.None());
        rig.Slack.On("views.publish", """{"ok":true}""");

        await rig.Event("""{"type":"app_home_opened","user":"UALI","channel":"D1","tab":"home"}""");

        var published = rig.Slack.Only("views.publish").Arguments;
        published["user_id"]!.ToString().ShouldBe("UALI");
        published.ContainsKey("hash").ShouldBeFalse();
        var digest = published["view"]!["callback_id"]!.ToString();
        rig.Turns.ShouldHaveSingleItem().Conversation.ShouldBe(SlackRig.Chat);

        await rig.Event($$$"""{"type":"app_home_opened","user":"UALI","channel":"D1","tab":"home","view":{"callback_id":"{{{digest}}}","hash":"h1"}}""", "Ev2");
        rig.Slack.Count("views.publish").ShouldBe(1);

        await rig.Event("""{"type":"app_home_opened","user":"UALI","channel":"D1","tab":"home","view":{"callback_id":"home:old","hash":"h1"}}""", "Ev3");
        rig.Slack.Calls.Last(call => call.Method == "views.publish").Arguments["hash"]!.ToString().ShouldBe("h1");
    }

    [Fact]
    public async Task A_click_in_the_Home_tab_is_one_in_private_and_shows_its_answer_in_a_modal()
    {
        await using var rig = await SlackRig.Start(turn => turn.Content is TurnContent.HomeOpened ? new Reply.None() : new Reply.Show(Page));
        rig.Slack.On("views.open", """{"ok":true,"view":{"id":"V2"}}""");

        await rig.Interact("""{"type":"block_actions","trigger_id":"1.2.a","team":{"id":"T1"},"user":{"id":"UALI","team_id":"T1"},"container":{"type":"view","view_id":"V1"},"view":{"id":"V1","type":"home","app_installed_team_id":"T1","private_metadata":"{\"argument\":\"\",\"channel\":\"D1\",\"kind\":0}"},"actions":[{"type":"button","action_id":"show","value":"1","action_ts":"7.1"}]}""");

        rig.Turns.First().Conversation.ShouldBe(SlackRig.Chat);
        rig.Slack.Only("views.open").Arguments["view"]!["title"]!["text"]!.ToString().ShouldBe("CommitmentBot");
    }

    [Fact]
    public async Task A_form_that_is_slow_to_come_is_opened_empty_and_filled_by_its_hash()
    {
        using var slow = new SemaphoreSlim(0, 1);
        var form = new Form("move", "1", "New date", "Ask", [new Field.Line("because", "Why")]);
        await using var rig = await SlackRig.Start(_ =>
        {
            slow.Wait();
            return new Reply.OpenForm(form);
        });
        var opened = new TaskCompletionSource();
        rig.Slack.On("views.open", async (context, _) =>
        {
            opened.SetResult();
            await context.Response.WriteAsync("""{"ok":true,"view":{"id":"V1","hash":"h1"}}""");
        });
        var filled = new TaskCompletionSource<SlackCall>();
        rig.Slack.On("views.update", async (context, call) =>
        {
            filled.SetResult(call);
            await context.Response.WriteAsync("""{"ok":true}""");
        });

        var clicking = Task.Run(() => rig.Interact("""{"type":"block_actions","trigger_id":"1.2.a","team":{"id":"T1"},"user":{"id":"UALI","team_id":"T1"},"channel":{"id":"C1"},"container":{"type":"message","message_ts":"5.1"},"actions":[{"type":"button","action_id":"form:move","value":"1","action_ts":"7.1"}]}"""));
        while (!rig.Turns.Any())
        {
            await Task.Yield();
        }

        // In small steps, as it is not known when the waiting begins; far fewer than a call to Slack may take.
        for (var step = 0; step < 80 && !opened.Task.IsCompleted; step++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            for (var turn = 0; turn < 2000 && !opened.Task.IsCompleted; turn++)
            {
                await Task.Yield();
            }
        }

        using var answered = await clicking;
        answered.EnsureSuccessStatusCode();
        rig.Slack.Only("views.open").Arguments["view"]!["callback_id"]!.ToString().ShouldBe("shown");
        slow.Release();
        var update = (await filled.Task).Arguments;
        update["view_id"]!.ToString().ShouldBe("V1");
        update["hash"]!.ToString().ShouldBe("h1");
        update["view"]!["callback_id"]!.ToString().ShouldBe("move");
    }

    [Fact]
    public async Task A_commitment_is_made_and_found_from_anywhere()
    {
        var hit = new Hit("C-42 Send the winter bed plan", "by Friday", Page);
        await using var rig = await SlackRig.Start(turn => turn.Content is TurnContent.SearchAsked ? new Reply.Found([hit]) : new Reply.Show(Page));
        rig.Slack.On("views.open", """{"ok":true,"view":{"id":"V1","hash":"h1"}}""");
        rig.Slack.On("conversations.open", """{"ok":true,"channel":{"id":"D1"}}""");
        const string who = """ "team":{"id":"T1"},"user":{"id":"UALI","team_id":"T1"},"trigger_id":"1.2.a" """;

        await rig.Interact($$"""{"type":"shortcut","callback_id":"make_commitment",{{who}}}""");
        rig.Slack.Only("views.open").Arguments["view"]!["callback_id"]!.ToString().ShouldBe("make_commitment");
        await rig.Interact("""{"type":"view_submission",""" + who + ""","view":{"id":"V1","callback_id":"make_commitment","state":{"values":{"words":{"value":{"type":"plain_text_input","value":"I'll send the plan & more by Friday"}}}}}}""");
        using var menu = await rig.Send("/slack/options", "payload=" + Uri.EscapeDataString($$"""{"type":"block_suggestion","value":"plan",{{who}}}"""), "application/x-www-form-urlencoded");
        (await menu.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"value\":\"C-42\"");
        await rig.Interact("""{"type":"view_submission",""" + who + ""","view":{"id":"V2","callback_id":"find_commitment","state":{"values":{"found":{"value":{"type":"external_select","selected_option":{"value":"C-42"}}}}}}}""");

        rig.Turns.Select(turn => turn.Content).OfType<TurnContent.Said>().Select(said => said.Text.Plain)
            .ShouldBe(["I'll send the plan & more by Friday", "show C-42"]);
        rig.Turns.ShouldAllBe(turn => turn.Conversation == SlackRig.Chat);
    }
}
