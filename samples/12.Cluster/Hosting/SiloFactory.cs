using System.Net;
using Cluster.Grains;
using Cluster.Model;
using Cluster.Storage;
using GptModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace Cluster.Hosting;

/// <summary>Makes silos.</summary>
public static class SiloFactory
{
    /// <summary>A silo that is yet to be started.</summary>
    public static IHost Create(ClusterSettings settings, int siloPort, int gatewayPort)
    {
        using GptWeights weights = GptWeights.Open(settings.Weights);
        SplitGpt model = new(weights);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(model);
        builder.Services.AddSingleton(new SiloMemory(settings.Limit));
        builder.Services.AddSingleton(settings.Shape(model));
        builder.UseOrleans(silo =>
        {
            UseMembership(silo, settings, siloPort, gatewayPort);
            UseStorage(silo, settings);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = settings.Deadline);
            silo.Configure<ClusterMembershipOptions>(options => WatchClosely(options, settings.Votes));
            silo.Services.AddPlacementDirector<RangePlacement, RangePlacementDirector>();
            if (settings.Certificate is not null)
            {
                silo.UseTls(Certificates.Load(settings), options => Certificates.Trust(options, settings));
            }
        });
        return builder.Build();
    }

    private static void UseMembership(ISiloBuilder silo, ClusterSettings settings, int siloPort, int gatewayPort)
    {
        if (settings.Postgres is null)
        {
            silo.UseLocalhostClustering(siloPort, gatewayPort, new IPEndPoint(IPAddress.Loopback, settings.PrimaryPort), serviceId: ClusterNames.Service, settings.ClusterId);
            return;
        }

        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.ClusterId, ClusterNames.Service));
        silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (ClusterNames.Npgsql, settings.Postgres));
    }

    // The bits of what is stored survive Orleans' own serializer, and no other.
    private static void UseStorage(ISiloBuilder silo, ClusterSettings settings)
    {
        if (settings.Postgres is not null)
        {
            silo.AddAdoNetGrainStorage(TextGrain.Storage, options => (options.Invariant, options.ConnectionString) = (ClusterNames.Npgsql, settings.Postgres));
            silo.Services.AddOptions<AdoNetGrainStorageOptions>(TextGrain.Storage).Configure<Orleans.Serialization.Serializer>(static (options, serializer) => options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer));
            return;
        }

        silo.Services.AddKeyedSingleton<IGrainStorage>(TextGrain.Storage, (services, _) =>
            new SqliteGrainStorage(settings.Store, new OrleansGrainStorageSerializer(services.GetRequiredService<Orleans.Serialization.Serializer>())));
    }

    /// <summary>Probes that find a dead silo within a second or two, and a hanging one within eight: with one a second it took fourteen.</summary>
    private static void WatchClosely(ClusterMembershipOptions options, int votes)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(0.5);
        options.NumMissedProbesLimit = 3;
        options.NumVotesForDeathDeclaration = votes;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(2);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }
}
