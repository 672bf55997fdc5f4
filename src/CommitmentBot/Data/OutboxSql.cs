namespace CommitmentBot.Data;

/// <summary>What the hot statements say alike on both servers.</summary>
internal static class OutboxSql
{
    /// <summary>
    /// Every tenant for which something waits, by leaps through the index, so that a look costs what there are of them and what it claims,
    /// however much waits; and those that have their share under way.
    /// </summary>
    public const string Tenants = """
        tenants(tenant) AS (
            SELECT min(tenant) FROM outbox WHERE state = 'Ready'
            UNION ALL
            SELECT (SELECT min(n.tenant) FROM outbox n WHERE n.state = 'Ready' AND n.tenant > tenants.tenant)
            FROM tenants WHERE tenants.tenant IS NOT NULL),
        busy AS (SELECT tenant FROM outbox WHERE state = 'Sending' GROUP BY tenant HAVING count(*) >= @each)
        """;

    /// <summary>Whether nothing of a row's lane goes before it, or is under way.</summary>
    public const string FirstOfLane = """
        NOT EXISTS (SELECT 1 FROM outbox u WHERE u.lane = o.lane AND u.state = 'Sending')
            AND NOT EXISTS (
                SELECT 1 FROM outbox e WHERE e.lane = o.lane AND e.settled_at IS NULL AND (e.behind, e.sequence) < (o.behind, o.sequence))
        """;
}
