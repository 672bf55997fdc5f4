using System.Text;
using CommitmentBot.Core;
using Microsoft.Data.Sqlite;
using NodaTime;
using SQLitePCL;

namespace CommitmentBot.Data;

/// <summary>
/// A statement that is read once for a connection and run many times, without what <see cref="SqliteCommand"/> makes anew for each run: it takes a third of
/// the time. Its values come in the same order every time. To be disposed before the connection is used by somebody else.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int OnTheStack = 1024;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;

    /// <summary>Reads <paramref name="sql"/>, with values of these names. Throws <see cref="SqliteException"/>.</summary>
    public SqliteStatement(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        _connection = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _places = new int[values.Length];
        for (var at = 0; at < values.Length; at++)
        {
            _places[at] = raw.sqlite3_bind_parameter_index(_statement, "@" + values[at].Name);
        }
    }

    /// <summary>Runs it to its end; gives how many rows it changed, those of triggers not counted. Throws <see cref="SqliteException"/>.</summary>
    public int Run(ReadOnlySpan<(string Name, object? Value)> values)
    {
        try
        {
            Step(values);
            return raw.sqlite3_changes(_connection);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>Runs it to its first row; gives the text in its first column, null where there is none. Throws <see cref="SqliteException"/>.</summary>
    public string? Text(ReadOnlySpan<(string Name, object? Value)> values)
    {
        try
        {
            return Step(values) ? raw.sqlite3_column_text(_statement, 0).utf8_to_string() : null;
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    private bool Step(ReadOnlySpan<(string Name, object? Value)> values)
    {
        for (var at = 0; at < values.Length; at++)
        {
            Check(Bind(_places[at], values[at].Value));
        }

        var code = raw.sqlite3_step(_statement);
        Check(code);
        return code == raw.SQLITE_ROW;
    }

    // As Entity Framework writes the same column.
    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        string it => Bind(place, it),
        Guid it => Bind(place, it),
        Enum it => Bind(place, it.ToString()),
        Instant it => raw.sqlite3_bind_int64(_statement, place, it.ToUnixMicroseconds()),
        bool it => raw.sqlite3_bind_int64(_statement, place, it ? 1 : 0),
        int it => raw.sqlite3_bind_int64(_statement, place, it),
        long it => raw.sqlite3_bind_int64(_statement, place, it),
        _ => throw new ArgumentException($"No statement takes a {value.GetType().Name}.", nameof(value)),
    };

    private int Bind(int place, string text)
    {
        if (text.Length == 0)
        {
            // A span of nothing would be NULL.
            return raw.sqlite3_bind_text(_statement, place, text);
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= OnTheStack ? stackalloc byte[most] : new byte[most];
        return raw.sqlite3_bind_text(_statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private int Bind(int place, Guid id)
    {
        Span<byte> text = stackalloc byte[36];
        id.TryFormat(text, out _);
        Ascii.ToUpperInPlace(text, out _);
        return raw.sqlite3_bind_text(_statement, place, text);
    }

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            SqliteException.ThrowExceptionForRC(code, _connection);
        }
    }
}
