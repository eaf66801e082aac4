namespace GptModel;

/// <summary>Writes texts token by token, each from a seed of its own: the same text as alone, whatever is written beside it.</summary>
public sealed class GptWriter
{
    private readonly Gpt model;
    private readonly GptReader reader;
    private readonly Sampler[] samplers;
    private readonly int[] drawn;
    private readonly float[] states;
    private readonly float[] logits;
    private bool isRead;

    /// <summary>Begins texts after a prompt, which is read once for all of them, after the mark that stands before each text.</summary>
    /// <param name="model">What writes.</param>
    /// <param name="prompt">What the texts begin with; may be empty.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    /// <param name="seeds">A seed for each text.</param>
    public GptWriter(Gpt model, ReadOnlySpan<int> prompt, Sampling sampling, params ReadOnlySpan<ulong> seeds)
    {
        this.model = model;
        reader = new GptReader(model, seeds.Length);
        samplers = new Sampler[seeds.Length];
        for (int text = 0; text < seeds.Length; text++)
        {
            samplers[text] = new Sampler(sampling, seeds[text], model.Shape.Vocabulary);
        }

        drawn = new int[seeds.Length];
        states = new float[seeds.Length * model.Shape.Dim];
        logits = new float[seeds.Length * model.Shape.Vocabulary];
        ReadOnce([model.Shape.Mark, .. prompt]);
        reader.Reserve(1);
    }

    /// <summary>The logits that the last tokens were drawn by, [texts, vocabulary].</summary>
    public ReadOnlySpan<float> Logits => logits;

    /// <summary>Draws the next token of every text. Nothing is allocated.</summary>
    /// <returns>[texts]; the model's mark where a text has ended.</returns>
    public ReadOnlySpan<int> Next()
    {
        if (!isRead)
        {
            reader.Read(drawn, drawn.Length, states);
        }

        model.Logits(states, logits);
        int vocabulary = model.Shape.Vocabulary;
        for (int text = 0; text < drawn.Length; text++)
        {
            drawn[text] = samplers[text].Draw(logits.AsSpan(text * vocabulary, vocabulary));
        }

        isRead = false;
        return drawn;
    }

    private void ReadOnce(ReadOnlySpan<int> tokens)
    {
        int dim = model.Shape.Dim;
        float[] read = new float[Math.Min(tokens.Length, model.Shape.ContextLength) * dim];
        while (!tokens.IsEmpty)
        {
            int count = Math.Min(reader.Room, tokens.Length);
            reader.Read(tokens[..count], texts: 1, read.AsSpan(0, count * dim));
            read.AsSpan((count - 1) * dim, dim).CopyTo(states);
            tokens = tokens[count..];
        }

        reader.Share();
        for (int text = 1; text < drawn.Length; text++)
        {
            states.AsSpan(0, dim).CopyTo(states.AsSpan(text * dim));
        }

        isRead = true;
    }
}
