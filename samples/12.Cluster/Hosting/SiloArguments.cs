using System.Globalization;
using System.Text.Json;

namespace Cluster.Hosting;

/// <summary>The command line of a silo: <c>silo SETTINGS PORT GATEWAY</c>, the settings as JSON.</summary>
public static class SiloArguments
{
    /// <summary>The command's name.</summary>
    public const string Command = "silo";

    /// <summary>The arguments of a silo.</summary>
    public static string[] Of(ClusterSettings settings, SiloPorts ports) =>
        [Command, JsonSerializer.Serialize(settings), ports.Silo.ToString(CultureInfo.InvariantCulture), ports.Gateway.ToString(CultureInfo.InvariantCulture)];

    /// <summary>The settings of a command line.</summary>
    public static (ClusterSettings Settings, SiloPorts Ports) Parse(ReadOnlySpan<string> arguments) =>
        (JsonSerializer.Deserialize<ClusterSettings>(arguments[1])!, new(int.Parse(arguments[2], CultureInfo.InvariantCulture), int.Parse(arguments[3], CultureInfo.InvariantCulture)));
}
