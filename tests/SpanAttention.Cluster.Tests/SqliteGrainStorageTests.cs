using Cluster.Grains;
using Cluster.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace SpanAttention.Cluster.Tests;

/// <summary>States are there when they are read again, and one that is out of date is refused.</summary>
public sealed class SqliteGrainStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("text", "a");
    private readonly string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sqlite");
    private readonly ServiceProvider services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    [Fact]
    public async Task StatesAreReadAsTheyWereWritten()
    {
        GrainState<TextState> state = new(new TextState { Window = 2, Tokens = [3, 1, 4] });
        await Storage().WriteStateAsync("text", Grain, state);
        state.State!.Tokens.Add(1);
        await Storage().WriteStateAsync("text", Grain, state);

        GrainState<TextState> read = await Read();

        Assert.Equal((2, "2", true), (read.State!.Window, read.ETag, read.RecordExists));
        Assert.Equal([3, 1, 4, 1], read.State!.Tokens);
    }

    [Fact]
    public async Task StatesOutOfDateAreRefused()
    {
        GrainState<TextState> first = await Read();
        GrainState<TextState> second = await Read();
        await Storage().WriteStateAsync("text", Grain, first);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage().WriteStateAsync("text", Grain, second));

        GrainState<TextState> third = await Read();
        await Storage().WriteStateAsync("text", Grain, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage().WriteStateAsync("text", Grain, third));
    }

    [Fact]
    public async Task ClearedStatesAreEmpty()
    {
        GrainState<TextState> state = new(new TextState { Tokens = [3] });
        await Storage().WriteStateAsync("text", Grain, state);
        await Storage().ClearStateAsync("text", Grain, state);

        GrainState<TextState> read = await Read();

        Assert.False(read.RecordExists);
        Assert.Empty(read.State!.Tokens);
        await Storage().WriteStateAsync("text", Grain, read);
    }

    public void Dispose()
    {
        services.Dispose();
        SqliteConnection.ClearAllPools();
        File.Delete(file);
    }

    private SqliteGrainStorage Storage() => new(file, new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>()));

    private async Task<GrainState<TextState>> Read()
    {
        GrainState<TextState> state = new();
        await Storage().ReadStateAsync("text", Grain, state);
        return state;
    }
}
