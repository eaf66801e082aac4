using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cluster.Hosting;

/// <summary>Gives the grains of a connected client.</summary>
public static class HostGrains
{
    /// <summary>The cluster's grains.</summary>
    public static IGrainFactory Grains(this IHost client) => client.Services.GetRequiredService<IClusterClient>();
}
