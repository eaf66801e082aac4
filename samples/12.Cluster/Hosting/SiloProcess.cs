using System.Diagnostics;
using System.Globalization;

namespace Cluster.Hosting;

/// <summary>A silo as a process of this program, which ends with the one that started it.</summary>
public sealed class SiloProcess : IDisposable
{
    /// <summary>The line by which a silo says that it has started.</summary>
    public const string Ready = "ready";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private readonly Process process;
    private readonly StreamWriter log;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcess(Process process, StreamWriter log) => (this.process, this.log) = (process, log);

    /// <summary>Its process.</summary>
    public int Id => process.Id;

    /// <summary>Starts a silo and waits until it is one of the cluster.</summary>
    /// <param name="settings">The cluster.</param>
    /// <param name="ports">Ports for silos and for clients.</param>
    /// <param name="logFile">Where it writes what it has to say.</param>
    /// <exception cref="InvalidOperationException">It ends, or does not start in time.</exception>
    public static async Task<SiloProcess> Start(ClusterSettings settings, SiloPorts ports, string logFile)
    {
        ProcessStartInfo start = new(Runtime(), [typeof(SiloProcess).Assembly.Location, .. SiloArguments.Of(settings, ports)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SiloProcess silo = new(new Process { StartInfo = start, EnableRaisingEvents = true }, new StreamWriter(logFile, append: true) { AutoFlush = true });
        await silo.Run(logFile);
        return silo;
    }

    /// <summary>Ends it at once, as a power failure would.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
        lock (log)
        {
            log.Dispose();
        }
    }

    private async Task Run(string logFile)
    {
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The silo has ended; {logFile} says why."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(StartPatience);
        }
        catch (TimeoutException exception)
        {
            Dispose();
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The silo has not started for {StartPatience.TotalSeconds} s; {logFile} may say why."), exception);
        }
    }

    private void Read(string? line)
    {
        if (line == Ready)
        {
            ready.TrySetResult();
        }
        else if (line is not null)
        {
            lock (log)
            {
                if (log.BaseStream is not null)
                {
                    log.WriteLine(line);
                }
            }
        }
    }

    private static string Runtime() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
