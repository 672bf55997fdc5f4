using System.Globalization;
using System.Text;

namespace CommitmentBot.Core.Understanding;

/// <summary>
/// Finds NHS numbers, so that patient identifiers are never stored: ten digits in a row or in groups of 3, 3 and 4, with a valid Modulus 11
/// check digit; near the words "NHS number" even without one.
/// </summary>
/// <remarks>https://www.datadictionary.nhs.uk/attributes/nhs_number.html</remarks>
public static class NhsNumber
{
    private const int Digits = 10;

    // How far the words that announce a number may stand before or behind it.
    private const int Announced = 24;

    private static readonly string[] Words = ["nhs number", "nhs no", "nhs num", "nhs#", "nhs:", "nhs id", "chi number", "chi no", "h&c"];

    /// <summary>Whether <paramref name="text"/> holds what looks like an NHS number.</summary>
    public static bool IsIn(string text)
    {
        text = Ascii.IsValid(text) ? text : InAscii(text);
        Span<int> digits = stackalloc int[Digits];
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsDigit(text[at]) || (at > 0 && IsDigit(text[at - 1])))
            {
                continue;
            }

            if (IsShape(text, at, digits) && (IsValid(digits) || IsAnnounced(text, at)))
            {
                return true;
            }
        }

        return false;
    }

    // Digits of other scripts are digits; marks that cannot be seen split no number.
    private static string InAscii(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsDigit(c))
            {
                plain.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format)
            {
                plain.Append(char.IsWhiteSpace(c) && c is not ('\n' or '\r') ? ' ' : c);
            }
        }

        return plain.ToString();
    }

    private static bool IsShape(string text, int at, Span<int> digits)
    {
        var separated = at + 3 < text.Length && IsSeparator(text[at + 3]);
        for (var i = 0; i < Digits; i++, at++)
        {
            if (separated && i is 3 or 6)
            {
                if (at >= text.Length || !IsSeparator(text[at]))
                {
                    return false;
                }

                at++;
            }

            if (at >= text.Length || !IsDigit(text[at]))
            {
                return false;
            }

            digits[i] = text[at] - '0';
        }

        return at >= text.Length || !IsDigit(text[at]);
    }

    private static bool IsValid(ReadOnlySpan<int> digits)
    {
        var sum = 0;
        for (var i = 0; i < Digits - 1; i++)
        {
            sum += digits[i] * (Digits - i);
        }

        // A check of 11 is written 0; one of 10 cannot be written, so no digit equals it.
        var check = 11 - (sum % 11);
        return (check == 11 ? 0 : check) == digits[Digits - 1] && digits.IndexOfAnyExcept(digits[0]) >= 0;
    }

    private static bool IsAnnounced(string text, int at)
    {
        var before = text.AsSpan(Math.Max(0, at - Announced), Math.Min(at, Announced));
        var after = text.AsSpan(at + Digits, Math.Min(Announced, text.Length - at - Digits));
        foreach (var word in Words)
        {
            if (before.Contains(word, StringComparison.OrdinalIgnoreCase) || after.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDigit(char c) => char.IsAsciiDigit(c);

    private static bool IsSeparator(char c) => c is ' ' or '-' or '\u2010' or '\u2011' or '\u2012' or '\u2013';
}
