using System.Diagnostics;
using System.Globalization;
using Cluster.Hosting;

namespace SpanAttention.Cluster.Tests;

/// <summary>Signals to silos.</summary>
internal static class Signals
{
    /// <summary>Stops a silo, which does not answer any more, and is still there.</summary>
    public static void Stop(SiloProcess silo)
    {
        using Process kill = Process.Start("kill", ["-STOP", silo.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
