namespace CommitmentBot.Core.Understanding.Words;

/// <summary>Chat English leaves apostrophes and letters out: "im", "dont", "u", "pls". The rules see the word that is meant.</summary>
internal static class Spellings
{
    // "Ill", "well", "were", "id" and "wont" without an apostrophe are words of their own, and stand in the rules that can tell.
    private static readonly Dictionary<string, string> Meant = new(StringComparer.Ordinal)
    {
        ["im"] = "i'm",
        ["ive"] = "i've",
        ["i'l"] = "i'll",
        ["youll"] = "you'll",
        ["youre"] = "you're",
        ["weve"] = "we've",
        ["theyll"] = "they'll",
        ["theyre"] = "they're",
        ["theyve"] = "they've",
        ["thats"] = "that's",
        ["whats"] = "what's",
        ["itll"] = "it'll",
        ["dont"] = "don't",
        ["didnt"] = "didn't",
        ["doesnt"] = "doesn't",
        ["cant"] = "can't",
        ["couldnt"] = "couldn't",
        ["wouldnt"] = "wouldn't",
        ["shouldnt"] = "shouldn't",
        ["isnt"] = "isn't",
        ["arent"] = "aren't",
        ["wasnt"] = "wasn't",
        ["hasnt"] = "hasn't",
        ["havent"] = "haven't",
        ["u"] = "you",
        ["ur"] = "your",
        ["pls"] = "please",
        ["plz"] = "please",
        ["thx"] = "thanks",
        ["fwd"] = "forward",
        ["tho"] = "though",
        ["cos"] = "because",
        ["coz"] = "because",
        ["wil"] = "will",
        ["wll"] = "will",
        ["shld"] = "should",
        ["cld"] = "could",
        ["wld"] = "would",
    };

    /// <summary>The word that a lower-case word is meant for; the word itself where that is not known.</summary>
    public static string Of(string word) => word.Length <= Longest && Meant.TryGetValue(word, out var meant) ? meant : word;

    private static readonly int Longest = Meant.Keys.Max(word => word.Length);
}
