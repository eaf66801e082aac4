using Cluster.Grains;

namespace Cluster.Hosting;

/// <summary>What all processes of a cluster agree on.</summary>
public sealed record ClusterSettings
{
    /// <summary>Name of the cluster; another one for each run, as membership that is kept is that of silos which are gone.</summary>
    public required string ClusterId { get; init; }

    /// <summary>The port of the first silo, which keeps the membership where no database does.</summary>
    public int PrimaryPort { get; init; }

    /// <summary>Ports at which silos answer clients, where no database knows them.</summary>
    public IReadOnlyList<int> GatewayPorts { get; init; } = [];

    /// <summary>A connection string of PostgreSQL, which then keeps membership and texts; null for a file of SQLite, and membership in the first silo.</summary>
    public string? Postgres { get; init; }

    /// <summary>The file of SQLite.</summary>
    public string Store { get; init; } = "";

    /// <summary>Silos that must agree that one is dead: one where there are only two.</summary>
    public int Votes { get; init; } = 2;

    /// <summary>Time that one attempt of a call may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Tokens of a range.</summary>
    public int RangeTokens { get; init; } = 64;

    /// <summary>Bytes of keys and values that a silo may keep.</summary>
    public long Limit { get; init; } = long.MaxValue;

    /// <summary>A certificate in PEM that every process of the cluster has; null for plain connections.</summary>
    public string? Certificate { get; init; }

    /// <summary>Its key.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>A file of weights; null for the model's own.</summary>
    public string? Weights { get; init; }

    /// <summary>The ranges of a model.</summary>
    public RangeShape Shape(Model.SplitGpt model) => new(RangeShape.CurrentVersion, Model.RangeAttention.Heads, Model.RangeAttention.HeadDim, RangeTokens, model.Hash);
}
