namespace Cluster.Grains;

/// <summary>The tokens of a text, which its ranges are made of. They are stored before anything is made of them.</summary>
public interface ITextGrain : IGrainWithStringKey
{
    /// <summary>Keeps tokens from a position on. The same call twice does what it does once.</summary>
    /// <param name="window">The window; the one after the current begins anew.</param>
    /// <param name="position">Position of the first token.</param>
    /// <param name="tokens">The tokens.</param>
    /// <exception cref="ArgumentException">The window is over, tokens before the position are missing, or others are there.</exception>
    Task Append(int window, int position, int[] tokens);

    /// <summary>The first tokens of a window.</summary>
    /// <exception cref="ArgumentException">The window is over, or has fewer tokens.</exception>
    Task<int[]> Tokens(int window, int count);
}
