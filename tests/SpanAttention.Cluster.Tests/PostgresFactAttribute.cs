namespace SpanAttention.Cluster.Tests;

/// <summary>A test with PostgreSQL, whose connection string is in the environment: .ci/postgres sets it.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    private const string Variable = "SPANATTENTION_POSTGRES";

    public PostgresFactAttribute()
    {
        if (ConnectionString is null)
        {
            Skip = $"{Variable} names no database; .ci/postgres starts one.";
        }
    }

    public static string? ConnectionString => Environment.GetEnvironmentVariable(Variable);
}
