using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("browser")]

/// <summary>The program of the page. It only stays there: the page's scripts call <see cref="LookPage"/> and <see cref="SquadPage"/>.</summary>
internal static class Program
{
    private static void Main()
    {
    }
}
