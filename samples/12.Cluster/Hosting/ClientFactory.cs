using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Cluster.Hosting;

/// <summary>Makes clients of a cluster.</summary>
public static class ClientFactory
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(30);

    /// <summary>A client that is connected. Dispose of the host to leave.</summary>
    /// <param name="settings">The cluster.</param>
    /// <param name="configure">What else the client has, such as a filter of its calls.</param>
    /// <param name="patience">How long silos are asked; 30 seconds where nothing is said.</param>
    /// <exception cref="TimeoutException">No silo lets the client in.</exception>
    public static async Task<IHost> Connect(ClusterSettings settings, Action<IClientBuilder>? configure = null, TimeSpan? patience = null)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical); // attempts that fail are made again, and counted
        builder.UseOrleansClient(client =>
        {
            UseMembership(client, settings);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = settings.Deadline);
            client.Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
            if (settings.Certificate is not null)
            {
                client.UseTls(Certificates.Load(settings), options => Certificates.Trust(options, settings));
            }

            configure?.Invoke(client);
        });
        IHost host = builder.Build();
        using CancellationTokenSource end = new(patience ?? ConnectPatience);
        try
        {
            await host.StartAsync(end.Token);
            return host;
        }
        catch (Exception exception) when (end.IsCancellationRequested)
        {
            host.Dispose();
            throw new TimeoutException($"No silo has let the client in for {(patience ?? ConnectPatience).TotalSeconds} s. Is the cluster there, and has it the same certificate?", exception);
        }
    }

    private static void UseMembership(IClientBuilder client, ClusterSettings settings)
    {
        if (settings.Postgres is null)
        {
            client.UseLocalhostClustering([.. settings.GatewayPorts], serviceId: ClusterNames.Service, settings.ClusterId);
            return;
        }

        client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.ClusterId, ClusterNames.Service));
        client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (ClusterNames.Npgsql, settings.Postgres));
    }
}
