using System.Reflection;

namespace SpanAttention.Verification;

/// <summary>Says what a transformer block computes: attention and feed-forward, and the norms and sums around them. The defaults are those of <see cref="TransformerBlockAttribute"/>.</summary>
public sealed record BlockShape
{
    /// <summary>The block's attention.</summary>
    public required LayerShape Attention { get; init; }

    /// <summary>The block's cross-attention, between its attention and its feed-forward layer; null without.</summary>
    public LayerShape? CrossAttention { get; init; }

    /// <summary>The block's feed-forward layer.</summary>
    public required FeedForwardShape FeedForward { get; init; }

    /// <summary>Normalization of tokens.</summary>
    public NormKind Norm { get; init; }

    /// <summary>Tells whether each dimension of a <see cref="NormKind.LayerNorm"/> has a bias; a root mean square has none.</summary>
    public bool NormBias { get; init; } = true;

    /// <summary>Added to the variance, or to the mean square.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Place of the norms.</summary>
    public NormPlacement NormPlacement { get; init; }

    /// <summary>Tells whether attention and feed-forward read the same stream, and both are added to it.</summary>
    public bool Parallel { get; init; }

    /// <summary>Factor of what a part adds to the stream.</summary>
    public double ResidualScale { get; init; } = 1;

    /// <summary>Tells whether gradients are declared: a property of the type, not of what it computes.</summary>
    public bool Gradients { get; init; }

    /// <summary>The shape of a declared block, read from its <see cref="TransformerBlockAttribute"/> and those of its parts.</summary>
    /// <typeparam name="T">A type with the attributes.</typeparam>
    /// <exception cref="ArgumentException">The type lacks one of them, or one declares what the kit does not know.</exception>
    public static BlockShape Of<T>() => Of(
        typeof(T).GetCustomAttribute<TransformerBlockAttribute>() ?? throw new ArgumentException($"{typeof(T)} has no [TransformerBlock].", nameof(T)),
        LayerShape.Of<T>(),
        FeedForwardShape.Of<T>()) with { CrossAttention = typeof(T).GetCustomAttribute<CrossAttentionAttribute>() is { } cross ? LayerShape.Of(cross) : null };

    /// <summary>The shape that an attribute declares around two parts.</summary>
    /// <param name="declaration">The attribute.</param>
    /// <param name="attention">The block's attention.</param>
    /// <param name="feedForward">The block's feed-forward layer.</param>
    /// <exception cref="ArgumentException">It declares an option younger than the kit.</exception>
    public static BlockShape Of(TransformerBlockAttribute declaration, LayerShape attention, FeedForwardShape feedForward)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        ArgumentNullException.ThrowIfNull(attention);
        ArgumentNullException.ThrowIfNull(feedForward);
        BlockShape shape = new() { Attention = attention, FeedForward = feedForward };
        DeclaredOptions.Copy(declaration, shape);
        return shape;
    }

    /// <summary>Floats of a token of the stream.</summary>
    internal int InputDim => Attention.InputDim;

    internal bool HasNormBias => Norm == NormKind.LayerNorm && NormBias;

    internal bool HasOutputNorms => NormPlacement == NormPlacement.Sandwich;

    /// <exception cref="ArgumentException">No block has such a shape.</exception>
    internal void Validate()
    {
        Attention.Validate();
        FeedForward.Validate();
        Sizes.UpTo(Norm, NormKind.RootMeanSquare, nameof(Norm));
        Sizes.UpTo(NormPlacement, NormPlacement.AfterBranch, nameof(NormPlacement));
        Sizes.Positive(NormEpsilon, nameof(NormEpsilon));
        Sizes.Positive(ResidualScale, nameof(ResidualScale));
        RequireStream(Attention.OutputDim, $"{nameof(Attention)}.{nameof(Attention.OutputDim)}");
        RequireStream(FeedForward.InputDim, $"{nameof(FeedForward)}.{nameof(FeedForward.InputDim)}");
        RequireStream(FeedForward.OutputDim, $"{nameof(FeedForward)}.{nameof(FeedForward.OutputDim)}");
        if (Attention.IsCross)
        {
            throw new ArgumentException(FormattableString.Invariant($"{nameof(Attention.ContextDim)} is {Attention.ContextDim}; keys and values of a block come from its own stream."), nameof(Attention.ContextDim));
        }

        if (CrossAttention is { } cross)
        {
            cross.Validate();
            RequireStream(cross.InputDim, $"{nameof(CrossAttention)}.{nameof(cross.InputDim)}");
            RequireStream(cross.OutputDim, $"{nameof(CrossAttention)}.{nameof(cross.OutputDim)}");
            Sizes.AtLeast(cross.ContextDim, 1, $"{nameof(CrossAttention)}.{nameof(cross.ContextDim)}");
        }

        if (Parallel && CrossAttention is not null)
        {
            throw new ArgumentException($"{nameof(Parallel)} is true, and there is {nameof(CrossAttention)}: parts come one after the other there.", nameof(Parallel));
        }

        if (Parallel && NormPlacement != NormPlacement.Pre)
        {
            throw new ArgumentException($"{nameof(NormPlacement)} is {NormPlacement}; parts that read the same stream have their norms before them.", nameof(NormPlacement));
        }
    }

    private void RequireStream(int dim, string name)
    {
        if (dim != InputDim)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} is {dim}, and a token of the stream has {InputDim} floats."), name);
        }
    }
}
