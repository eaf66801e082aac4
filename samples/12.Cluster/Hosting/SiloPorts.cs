using System.Net;
using System.Net.Sockets;

namespace Cluster.Hosting;

/// <summary>Ports of a silo.</summary>
/// <param name="Silo">For other silos.</param>
/// <param name="Gateway">For clients.</param>
public sealed record SiloPorts(int Silo, int Gateway)
{
    /// <summary>Ports of so many silos that nobody has at the moment.</summary>
    public static SiloPorts[] Free(int silos)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, 2 * silos).Select(static _ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, static listener => listener.Start());
        int[] ports = [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, static listener => listener.Dispose());
        return [.. ports.Chunk(2).Select(static pair => new SiloPorts(pair[0], pair[1]))];
    }
}
