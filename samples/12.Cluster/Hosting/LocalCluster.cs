using System.Globalization;
using Cluster.Storage;

namespace Cluster.Hosting;

/// <summary>Silos on this machine, each a process.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly List<SiloProcess?> silos = [];
    private readonly SiloPorts[] ports;
    private readonly DirectoryInfo folder;

    private LocalCluster(ClusterSettings settings, SiloPorts[] ports, DirectoryInfo folder) => (Settings, this.ports, this.folder) = (settings, ports, folder);

    /// <summary>What its processes agree on.</summary>
    public ClusterSettings Settings { get; }

    /// <summary>The silos that run, by their numbers; null for those that were killed.</summary>
    public IReadOnlyList<SiloProcess?> Silos => silos;

    /// <summary>Starts silos, the first one first, as it may keep the membership.</summary>
    /// <param name="settings">All but names, ports and files.</param>
    /// <param name="count">Silos to start.</param>
    /// <param name="more">Silos that may join later.</param>
    public static async Task<LocalCluster> Start(ClusterSettings settings, int count, int more = 0)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("span-attention-cluster-");
        SiloPorts[] ports = SiloPorts.Free(count + more);
        LocalCluster cluster = new(
            settings with
            {
                ClusterId = folder.Name,
                PrimaryPort = ports[0].Silo,
                GatewayPorts = [.. ports.Select(static port => port.Gateway)],
                Store = Path.Combine(folder.FullName, "texts.sqlite"),
                Votes = count > 2 ? 2 : 1,
            },
            ports,
            folder);
        try
        {
            await cluster.StartSilos(count);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more silo; its number.</summary>
    public async Task<int> Join()
    {
        int number = silos.Count;
        silos.Add(null);
        await Start(number);
        return number;
    }

    /// <summary>Kills a silo.</summary>
    public void Kill(int number)
    {
        silos[number]!.Dispose();
        silos[number] = null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (SiloProcess? silo in silos)
        {
            silo?.Dispose();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task StartSilos(int count)
    {
        if (Settings.Postgres is not null)
        {
            await PostgresTables.Create(Settings.Postgres);
        }

        await Join();
        int[] others = [.. Enumerable.Range(1, count - 1)];
        silos.AddRange(others.Select(static _ => (SiloProcess?)null));
        await Task.WhenAll(others.Select(Start));
    }

    private async Task Start(int number) =>
        silos[number] = await SiloProcess.Start(Settings, ports[number], Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"silo-{number}.log")));
}
