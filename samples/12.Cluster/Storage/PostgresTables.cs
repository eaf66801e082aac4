using System.Reflection;
using Npgsql;

namespace Cluster.Storage;

/// <summary>Makes the tables and queries by which Orleans' ADO.NET providers keep membership and states; no package of theirs has them.</summary>
public static class PostgresTables
{
    /// <summary>Makes what is not there yet.</summary>
    public static async Task Create(string connectionString)
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("Postgres.sql")!;
        using StreamReader script = new(resource);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        await using NpgsqlCommand command = source.CreateCommand(await script.ReadToEndAsync());
        await command.ExecuteNonQueryAsync();
    }
}
