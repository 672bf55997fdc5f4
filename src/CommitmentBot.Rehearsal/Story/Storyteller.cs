using System.Text.RegularExpressions;
using CommitmentBot.Rehearsal.Clock;
using CommitmentBot.Rehearsal.StandIns;

namespace CommitmentBot.Rehearsal.Story;

/// <summary>Tells a story: does its steps through the stand-ins, waits for what the bot says, and reports how far it is.</summary>
public sealed class Storyteller(Stage stage, Timekeeper timekeeper, RehearsalHost host, TimeProvider time) : IDisposable
{
    private const int Tries = 40;
    private const int MovesPerWait = 25;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);
    private readonly SemaphoreSlim stageDoor = new(1, 1);
    private readonly Dictionary<string, string> captured = [];
    private TaskCompletionSource? paused;
    private CancellationTokenSource? stop;
    private bool fast;

    /// <summary>How far the story is.</summary>
    public StoryProgress Progress { get; private set; } = StoryProgress.None;

    /// <summary>Tells a story to its end; at reading speed, or as fast as the bot answers. False when one is being told already.</summary>
    public async Task<bool> Tell(IReadOnlyList<StoryStep> steps, bool quickly, CancellationToken cancellationToken)
    {
        if (!await stageDoor.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return false;
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            stop = either;
            fast = quickly;
            captured.Clear();
            await Perform(steps, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Report(Progress with { State = StoryState.Idle });
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Report(Progress with { State = StoryState.Stopped, Problem = "The program itself failed here; its log says why." });
            throw;
        }
        finally
        {
            stop = null;
            paused = null;
            stageDoor.Release();
        }

        return true;
    }

    /// <summary>Holds the story after the step it is at.</summary>
    public void Pause()
    {
        if (Progress.State == StoryState.Playing)
        {
            paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Report(Progress with { State = StoryState.Paused });
        }
    }

    /// <summary>Goes on after a pause.</summary>
    public void Resume()
    {
        if (Progress.State == StoryState.Paused)
        {
            Report(Progress with { State = StoryState.Playing });
            paused?.TrySetResult();
            paused = null;
        }
    }

    /// <summary>Lets nothing be seen of the story that was told last.</summary>
    internal void Forget() => Report(StoryProgress.None);

    /// <summary>Ends the story where it is.</summary>
    public void Stop() => stop?.Cancel();

    /// <inheritdoc/>
    public void Dispose() => stageDoor.Dispose();

    private async Task Perform(IReadOnlyList<StoryStep> steps, CancellationToken cancellationToken)
    {
        var (since, told, of) = (0L, 0, steps.Count(step => step.Caption.Length > 0));
        foreach (var step in steps)
        {
            told += step.Caption.Length > 0 ? 1 : 0;
            var caption = step.Caption.Length > 0 ? Fill(step.Caption) : Progress.Caption;
            Report(new StoryProgress(paused is null ? StoryState.Playing : StoryState.Paused, told, of, caption, null)
            {
                View = step.View,
                Typed = (step as StoryStep.Submit)?.Values,
            });
            await (paused?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask);
            if (step is StoryStep.Submit form)
            {
                await Read(form.Values.Values.Sum(words => words.Length), cancellationToken); // before it is sent and gone
            }

            if (step is not StoryStep.See)
            {
                since = stage.Transcript.Changes;
            }

            if (await Do(step, since, cancellationToken) is { } problem)
            {
                Report(Progress with { State = StoryState.Stopped, Problem = problem });
                return;
            }

            await Read(step.Caption.Length, cancellationToken);
        }

        Report(Progress with { State = StoryState.Told });
    }

    /// <summary>Does one step; answers what did not happen, or null.</summary>
    private async Task<string?> Do(StoryStep step, long since, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case StoryStep.AddBot add:
                return Problem(await stage.AddBot(add.Who, cancellationToken));
            case StoryStep.Leave leave:
                return Problem(await stage.Leave(leave.Who, leave.Platform, cancellationToken));
            case StoryStep.Say say:
                var thread = say.Under is null ? null : await Latest(say.Where, message => message.Says(Fill(say.Under)), 0, cancellationToken);
                return say.Under is not null && thread is null
                    ? $"There is no message that says “{Fill(say.Under)}”."
                    : Problem(await stage.Say(say.Who, say.Where.Platform, say.Where.Direct is not null, Fill(say.Text), thread?.Thread ?? thread?.Id, cancellationToken));
            case StoryStep.Click click:
                var (on, label) = (Fill(click.On), Fill(click.Label));
                var card = await Latest(click.Where, message => message.Says(on) && HasButton(message, label), 0, cancellationToken);
                return card is null
                    ? $"There is no message that says “{on}” and has the button “{label}”."
                    : Problem(await stage.Click(click.Who, card, label, click.Values, cancellationToken));
            case StoryStep.Submit submit:
                return Problem(await stage.Submit(submit.Who, submit.Values, cancellationToken));
            case StoryStep.See see:
                return Keep(see, await Latest(see.Where, message => message.Says(Fill(see.Text)), see.Name is null ? since : 0, cancellationToken));
            case StoryStep.WaitFor wait:
                return await MoveUntil(wait, since, cancellationToken);
            case StoryStep.DaysLater later:
                return await timekeeper.MoveTo(later.From(timekeeper.Now), cancellationToken) is null ? "The clock did not move." : null;
            default:
                throw new InvalidOperationException($"No such step: {step.GetType().Name}.");
        }
    }

    private static string? Problem(Delivered result) =>
        result.Taken ? null : result.Failure is "http_error" ? $"The bot answered with status {result.Status}." : result.Failure;

    private string? Keep(StoryStep.See see, TranscriptMessage? seen)
    {
        if (seen is null)
        {
            return $"The bot did not say “{Fill(see.Text)}”.";
        }

        if (see is { Name: { } name, Pattern: { } pattern })
        {
            if (Regex.Match(seen.Visible, pattern) is not { Success: true } match)
            {
                return $"The message that says “{Fill(see.Text)}” does not hold what was looked for.";
            }

            captured[name] = match.Groups[1].Value;
        }

        return null;
    }

    private async Task<string?> MoveUntil(StoryStep.WaitFor wait, long since, CancellationToken cancellationToken)
    {
        for (var move = 0; move < MovesPerWait; move++)
        {
            if (await timekeeper.ToNextStep(cancellationToken) is null)
            {
                break;
            }

            await host.WhenQuiet(cancellationToken);
            if (Find(wait.Where, message => message.Says(Fill(wait.Text)), since) is not null)
            {
                return null;
            }
        }

        return await Latest(wait.Where, message => message.Says(Fill(wait.Text)), since, cancellationToken) is null
            ? $"The bot did not say “{Fill(wait.Text)}”, however far the clock was moved."
            : null;
    }

    private async Task<TranscriptMessage?> Latest(Spot where, Func<TranscriptMessage, bool> wanted, long since, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            await host.WhenQuiet(cancellationToken);
            if (Find(where, wanted, since) is { } found)
            {
                return found;
            }

            await Task.Delay(BetweenTries, time, cancellationToken);
        }

        return null;
    }

    /// <summary>The latest of the bot's messages there that is wanted: posted or updated after a change.</summary>
    private TranscriptMessage? Find(Spot where, Func<TranscriptMessage, bool> wanted, long since) => stage.Transcript.Messages
        .Where(message => message.Change > since
            && message.Platform == where.Platform && message.Channel == where.Channel && message.From is null)
        .LastOrDefault(wanted);

    private static bool HasButton(TranscriptMessage message, string label) => label.Split(" › ").All(message.Says);

    private string Fill(string text)
    {
        foreach (var (name, value) in captured)
        {
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return text;
    }

    private Task Read(int characters, CancellationToken cancellationToken) => fast
        ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(1800 + (40 * characters), 3000, 6500)), time, cancellationToken);

    private void Report(StoryProgress progress)
    {
        Progress = progress;
        stage.Transcript.Tell(new Happening.Moved());
    }
}
