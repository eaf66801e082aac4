using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Everything that emission needs: what is computed, in which blocks, and where scratch lies. Emitters only print it.</summary>
/// <param name="QueryBlock">Query rows attended together, one a vector lane.</param>
/// <param name="QueryChunk">Head dimensions whose queries are in scratch at once; HeadDim unless scratch would exceed its bound.</param>
/// <param name="ValueChunk">Value dimensions whose contexts are in scratch at once: 0 where they are summed in the rows they go to, else ValueDim unless scratch would exceed its bound.</param>
/// <param name="Tiles">Register tiles, widest vectors first.</param>
/// <param name="Decode">How a few query rows are attended; null where they are attended like many.</param>
/// <param name="Tiny">How Forward is computed where it is very little work; null otherwise.</param>
/// <param name="Parallel">When blocks are shared among threads; null where that never pays.</param>
/// <param name="QueryTokens">Blocks of a layer's tokens, few or many; null for the caller's own queries.</param>
/// <param name="Projection">A layer's projections; null without.</param>
internal sealed record AttentionPlan(
    AttentionSpec Spec,
    CompilationFacts Facts,
    int QueryBlock,
    int QueryChunk,
    int ValueChunk,
    EquatableArray<TilePlan> Tiles,
    DecodePlan? Decode,
    TinyPlan? Tiny,
    ParallelPlan? Parallel,
    TokenBlocks? QueryTokens = null,
    ProjectionPlan? Projection = null) : DeclaredPlan(Facts, Tiles)
{
    /// <inheritdoc/>
    public override DeclaredSpec Declared => Spec;

    /// <inheritdoc/>
    public override IEnumerable<SharedPlan> Shared => Projection is null ? [] : base.Shared.Prepend(Projection);

    /// <summary>Plan of additive attention; null where attention is not additive.</summary>
    public AdditivePlan? Additive { get; init; }

    /// <summary>Plan of gradients; null where none are asked for.</summary>
    public BackwardPlan? Backward { get; init; }

    /// <summary>Plan of gradients of additive attention; null where none are asked for.</summary>
    public AdditiveBackwardPlan? AdditiveBackward { get; init; }

    /// <summary>Plan of gradients of self-attention without weights; null where none are asked for.</summary>
    public SelfBackwardPlan? SelfBackward { get; init; }

    /// <summary>Plan of a running state; null where none is asked for.</summary>
    public StatePlan? State { get; init; }

    /// <summary>Scores are what gradients are computed from: sums, of which weights are made again.</summary>
    public bool IsOfGradients { get; init; }

    /// <summary>Plan of gradients of a layer; null where it does not learn.</summary>
    public LayerBackwardPlan? LayerBackward { get; init; }

    /// <summary>Plan of attention over the rows of a layer's tape; null where the layer does not learn.</summary>
    public AttentionPlan? Heads => LayerBackward?.Heads;

    /// <inheritdoc/>
    public override IReadOnlyList<DeclaredPlan> Parts => [.. new DeclaredPlan?[] { Heads, Backward, AdditiveBackward, SelfBackward, LayerBackward, State }.OfType<DeclaredPlan>()];

    /// <summary>Keys a tile. Part of the canonical order: sums are folded tile by tile.</summary>
    public const int KeyTile = 64;

    /// <summary>Rows that lie side by side in scratch, a cache line of floats: what a tile reads is contiguous however many rows a block has.</summary>
    public const int RowGroup = 16;

    /// <summary>Floats added to scratch so that it can start at a multiple of 64 bytes.</summary>
    public const int AlignmentSlack = 16;

    /// <summary>Some member attends by the general routine. Only a tiny [SelfAttention] has none; [Attention] also counts keys and writes logSumExp.</summary>
    public bool Attends => Tiny is null || Spec.Kind == DeclarationKind.Attention;

    /// <summary>The part of a head's dimensions whose queries are in scratch at once; null for all of them.</summary>
    public Chunk? QueryChunks => QueryChunk < Spec.HeadDim ? new("QueryChunk", QueryChunk, "head dimensions whose queries fit scratch") : null;

    /// <summary>The part of a head's dimensions whose contexts are in scratch at once; null for all of them, and for none.</summary>
    public Chunk? ValueChunks => !ContextsInRows && ValueChunk < Spec.ValueDim ? new("ValueChunk", ValueChunk, "value dimensions whose contexts fit scratch") : null;

    /// <summary>Contexts are summed with value dimensions in lanes, in the rows they go to; otherwise with rows in lanes, which are transposed back at the end.</summary>
    public bool ContextsInRows => ValueChunk == 0;

    /// <summary>All keys are one tile: nothing is ever rescaled.</summary>
    public bool SingleTile => Spec.IsSingleTile;

    /// <summary>A score tile keeps sums as they are: they are weights already, or become scores in a step of their own.</summary>
    public bool StoresSums => IsOfGradients || Spec.StoresSums;

    /// <summary>Sums grow tile by tile, and only after the last one is their reciprocal taken.</summary>
    public bool ReciprocatesAtTheEnd => !SingleTile || Spec.SumNormalization;

    /// <summary>All rows of a call are one block: those that are declared, or a layer's tokens, which come block by block.</summary>
    public bool IsOneBlock => Spec.Layer is not null || (Spec.QueryLength > 0 && Spec.QueryLength <= QueryBlock);

    /// <summary>Some block may have a whole group of idle rows.</summary>
    public bool HasShortBlocks => Spec.QueryLength == 0 || (Spec.QueryLength > QueryBlock && Spec.QueryLength % QueryBlock is > 0 and int rest && rest <= QueryBlock - RowGroup);

    /// <summary>Way of its blocks through tiles of keys.</summary>
    public Grouping Grouping => !Spec.HasEdge && !HasShortBlocks ? Grouping.Never : HasNoFullTile ? Grouping.Always : Grouping.Sometimes;

    /// <summary>Keys lie in groups of 16 tokens, <c>[group, head dim, 16 tokens]</c>, as a layer stores them; otherwise they are the caller's rows.</summary>
    public bool HasKeyGroups => Spec.Layer is not null;

    /// <summary>Scratch of a block of query rows.</summary>
    public Scratch BlockScratch => Planning.BlockScratch.Of(Spec, QueryChunk, ValueChunk);

    /// <summary>Tells whether few query rows take more scratch than a block.</summary>
    public bool SharesMoreScratch => Decode?.ScratchLength > BlockScratch.Length(QueryBlock);

    // With the last query at the last of any number of keys: no block's first row sees all of them, nor a whole tile.
    private bool HasNoFullTile
    {
        get
        {
            if (Spec is not { Kind: DeclarationKind.Attention, TopLeft: false, QueryLength: > 0, KeyLength: > 0, RightBound: { } right })
            {
                return false;
            }

            int lastBlock = (Spec.QueryLength - 1) / QueryBlock * QueryBlock;
            return Spec.QueryLength - lastBlock > right + 1L && (long)Spec.KeyLength - Spec.QueryLength + lastBlock + right < KeyTile - 1;
        }
    }

    /// <summary>Floats of scratch of any call.</summary>
    public int ScratchLength => (int)(Additive?.ScratchLength ?? (SharesMoreScratch ? Decode!.ScratchLength : BlockScratch.Length(QueryBlock)));

    /// <summary>A block asks for what is touched for the first time: its contexts, the next one's queries, and what only that sees of keys and values.</summary>
    /// <remarks>Where tokens come first, rows lie kilobytes apart and evict each other before they are used: asking cost up to 5 % there.</remarks>
    public bool AsksForBlocks => !IsOfGradients && AttendsBlocks && Spec.HeadsFirst && !SingleTile && QueryChunks is null && ValueChunks is null && NearMemory.IsExceeded(Spec);

    /// <summary>Some call has more query rows than share one reading of keys and values.</summary>
    public bool AttendsBlocks => Attends && (QueryTokens?.Many ?? (Decode is null || Spec.QueryLength == 0));

    /// <summary>The most rows that share one reading of keys and values.</summary>
    public int SharedRows => Additive?.QueryBlock ?? Decode!.Rows;

    /// <inheritdoc/>
    public override int StackBytes => Parts.Select(static part => part.StackBytes).Append(ForwardStackBytes).Max();

    /// <summary>Bytes of stack that any call takes whose kernel is not a part's.</summary>
    public int ForwardStackBytes => Math.Max((ScratchLength + AlignmentSlack) * sizeof(float), Projection?.StackBytes ?? 0);
}
