using System.Globalization;
using Microsoft.Data.Sqlite;
using Orleans.Storage;

namespace Cluster.Storage;

/// <summary>Grains' states in one file of SQLite, which all silos of a machine share. A state that another activation has written meanwhile is refused, by the number of its version.</summary>
/// <param name="file">The file; it is made where it is not there.</param>
/// <param name="serializer">Makes bytes of states.</param>
public sealed class SqliteGrainStorage(string file, IGrainStorageSerializer serializer) : IGrainStorage
{
    private const string Table = "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS states (grain TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, state BLOB) WITHOUT ROWID";
    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 5 }.ToString();
    private int isCreated;

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await using SqliteConnection connection = await Open();
        await using SqliteCommand command = Command(connection, "SELECT version, state FROM states WHERE grain = $grain", stateName, grainId);
        await using SqliteDataReader row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync())
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
            return;
        }

        grainState.RecordExists = !row.IsDBNull(1);
        grainState.State = grainState.RecordExists ? serializer.Deserialize<T>(BinaryData.FromBytes(row.GetFieldValue<byte[]>(1))) : Activator.CreateInstance<T>();
        grainState.ETag = row.GetInt64(0).ToString(CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Write(stateName, grainId, grainState, serializer.Serialize(grainState.State).ToArray());

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Write(stateName, grainId, grainState, DBNull.Value);
        grainState.State = Activator.CreateInstance<T>();
    }

    private async Task Write<T>(string stateName, GrainId grainId, IGrainState<T> grainState, object state)
    {
        long version = grainState.ETag is null ? 0 : long.Parse(grainState.ETag, CultureInfo.InvariantCulture);
        await using SqliteConnection connection = await Open();
        await using SqliteCommand command = Command(
            connection,
            version == 0
                ? "INSERT INTO states VALUES ($grain, 1, $state) ON CONFLICT DO NOTHING"
                : "UPDATE states SET version = version + 1, state = $state WHERE grain = $grain AND version = $version",
            stateName,
            grainId);
        command.Parameters.AddWithValue("$state", state);
        command.Parameters.AddWithValue("$version", version);
        if (await command.ExecuteNonQueryAsync() != 1)
        {
            throw new InconsistentStateException($"{grainId} is no longer at version {version}: another activation has written it.");
        }

        grainState.ETag = (version + 1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = state is not DBNull;
    }

    private async Task<SqliteConnection> Open()
    {
        SqliteConnection connection = new(connectionString);
        await connection.OpenAsync();
        if (Interlocked.Exchange(ref isCreated, 1) == 0)
        {
            await using SqliteCommand create = new(Table, connection);
            await create.ExecuteNonQueryAsync();
        }

        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, string stateName, GrainId grainId)
    {
        SqliteCommand command = new(text, connection);
        command.Parameters.AddWithValue("$grain", $"{stateName}/{grainId}");
        return command;
    }
}
