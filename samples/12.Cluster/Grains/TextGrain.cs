namespace Cluster.Grains;

/// <summary>A text that is written to storage before a call returns.</summary>
/// <param name="text">What is stored.</param>
public sealed class TextGrain([PersistentState("text", TextGrain.Storage)] IPersistentState<TextState> text) : Grain, ITextGrain
{
    /// <summary>Name of the storage.</summary>
    public const string Storage = "texts";

    /// <inheritdoc/>
    public async Task Append(int window, int position, int[] tokens)
    {
        TextState state = text.State;
        if (window == state.Window + 1 && position == 0)
        {
            state.Window = window;
            state.Tokens.Clear();
        }

        Check(window, position);
        for (int index = 0; index < tokens.Length; index++)
        {
            if (position + index < state.Tokens.Count && state.Tokens[position + index] != tokens[index])
            {
                throw new ArgumentException($"tokens holds {tokens[index]} for position {position + index}; {state.Tokens[position + index]} is kept there.", nameof(tokens));
            }
        }

        state.Tokens.AddRange(tokens.Skip(state.Tokens.Count - position));
        await Write();
    }

    /// <inheritdoc/>
    public Task<int[]> Tokens(int window, int count)
    {
        Check(window, count);
        return Task.FromResult(text.State.Tokens.Take(count).ToArray());
    }

    private void Check(int window, int position)
    {
        if (window != text.State.Window || position > text.State.Tokens.Count)
        {
            throw new ArgumentException($"window {window} and {position} tokens are asked for; window {text.State.Window} is kept, with {text.State.Tokens.Count} tokens.", nameof(window));
        }
    }

    // What could not be written is not kept either: the next call finds what storage has.
    private async Task Write()
    {
        try
        {
            await text.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
