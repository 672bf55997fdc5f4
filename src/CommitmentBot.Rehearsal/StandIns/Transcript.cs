using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NodaTime;

namespace CommitmentBot.Rehearsal.StandIns;

/// <summary>What stands in the channels and private chats of both platforms, the dialogs that are open, and a feed of what changes.</summary>
public sealed class Transcript(IClock clock)
{
    private readonly Lock gate = new();
    private readonly List<TranscriptMessage> messages = [];
    private readonly Dictionary<string, OpenDialog> dialogs = [];
    private readonly ConcurrentQueue<ReceivedCall> calls = new();
    private readonly ConcurrentDictionary<Channel<Happening>, byte> listeners = new();
    private long last;
    private long changes;

    /// <summary>All messages, in the order in which they were posted.</summary>
    public IReadOnlyList<TranscriptMessage> Messages
    {
        get
        {
            lock (gate)
            {
                return [.. messages];
            }
        }
    }

    /// <summary>How many changes there were: messages with a greater <see cref="TranscriptMessage.Change"/> are new or updated since.</summary>
    public long Changes => Interlocked.Read(ref changes);

    /// <summary>The dialogs that are open, by persona.</summary>
    public IReadOnlyDictionary<string, OpenDialog> Dialogs
    {
        get
        {
            lock (gate)
            {
                return new Dictionary<string, OpenDialog>(dialogs);
            }
        }
    }

    /// <summary>Every call the bot made, in order.</summary>
    public IReadOnlyList<ReceivedCall> Calls => [.. calls];

    /// <summary>The message of that id; null when there is none.</summary>
    public TranscriptMessage? Find(string platform, string? channel, string? id) =>
        Messages.LastOrDefault(message => message.Platform == platform && message.Id == id && (channel is null || message.Channel == channel));

    /// <summary>What happens from now on, until cancelled.</summary>
    public async IAsyncEnumerable<Happening> Listen([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listener = Channel.CreateUnbounded<Happening>();
        listeners[listener] = 0;
        try
        {
            await foreach (var happening in listener.Reader.ReadAllAsync(cancellationToken))
            {
                yield return happening;
            }
        }
        finally
        {
            listeners.TryRemove(listener, out _);
        }
    }

    /// <summary>A moment on the program's clock, in microseconds since 1970, that no other message has.</summary>
    internal long NextMoment()
    {
        lock (gate)
        {
            last = Math.Max(last + 1, clock.GetCurrentInstant().ToUnixTimeTicks() / 10);
            return last;
        }
    }

    internal Instant Now => clock.GetCurrentInstant();

    internal TranscriptMessage Add(TranscriptMessage message)
    {
        lock (gate)
        {
            message = message with { Change = ++changes };
            messages.Add(message);
        }

        Tell(new Happening.Posted(message));
        return message;
    }

    /// <summary>Puts a changed message in the place of an old one; null when that is not there.</summary>
    internal TranscriptMessage? Replace(string platform, string? channel, string id, Func<TranscriptMessage, TranscriptMessage> change)
    {
        TranscriptMessage changed;
        lock (gate)
        {
            var index = messages.FindLastIndex(
                message => message.Platform == platform && message.Id == id && (channel is null || message.Channel == channel));
            if (index < 0)
            {
                return null;
            }

            changed = change(messages[index]) with { Updates = messages[index].Updates + 1, Change = ++changes };
            messages[index] = changed;
        }

        Tell(new Happening.Posted(changed));
        return changed;
    }

    internal bool Delete(TranscriptMessage message)
    {
        lock (gate)
        {
            if (messages.RemoveAll(held => held.Platform == message.Platform && held.Channel == message.Channel && held.Id == message.Id) == 0)
            {
                return false;
            }
        }

        Tell(new Happening.Deleted(message));
        return true;
    }

    internal void SetDialog(string persona, OpenDialog? dialog)
    {
        lock (gate)
        {
            if (dialog is null)
            {
                dialogs.Remove(persona);
            }
            else
            {
                dialogs[persona] = dialog;
            }
        }

        Tell(new Happening.DialogChanged(persona, dialog));
    }

    internal void Received(ReceivedCall call) => calls.Enqueue(call);

    internal void Tell(Happening happening)
    {
        foreach (var listener in listeners.Keys)
        {
            listener.Writer.TryWrite(happening);
        }
    }
}
