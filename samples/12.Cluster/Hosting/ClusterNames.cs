namespace Cluster.Hosting;

/// <summary>Names that all processes know.</summary>
internal static class ClusterNames
{
    /// <summary>The service, whose texts outlive a cluster.</summary>
    public const string Service = "gpt";

    /// <summary>Name by which Orleans knows PostgreSQL's provider.</summary>
    public const string Npgsql = "Npgsql";
}
