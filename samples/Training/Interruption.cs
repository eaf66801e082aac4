using System.Runtime.InteropServices;

namespace Training;

/// <summary>A wish to stop, by Ctrl+C or the system: the step that is under way is finished, and what was learned is saved.</summary>
public sealed class Interruption : IDisposable
{
    private readonly PosixSignalRegistration[] signals;
    private volatile bool isAsked;

    /// <summary>Listens from now on.</summary>
    public Interruption()
    {
        signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask)];
    }

    /// <summary>Whether somebody wants to stop.</summary>
    public bool IsAsked => isAsked;

    /// <summary>Listens no longer.</summary>
    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in signals)
        {
            signal.Dispose();
        }
    }

    // Asked a second time, the process ends as it would without this.
    private void Ask(PosixSignalContext context)
    {
        context.Cancel = !isAsked;
        isAsked = true;
    }
}
