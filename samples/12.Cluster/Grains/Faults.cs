namespace Cluster.Grains;

/// <summary>Tells failures of machines, which pass, from mistakes, which do not.</summary>
public static class Faults
{
    /// <summary>Tells whether another attempt may succeed: a silo did not answer in time, went away, or is not ready.</summary>
    public static bool MayPass(Exception exception) => exception is TimeoutException or OrleansException or IOException or System.Net.Sockets.SocketException;
}
