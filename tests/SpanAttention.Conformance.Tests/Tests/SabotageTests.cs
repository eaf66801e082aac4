using System.Reflection;
using System.Text.RegularExpressions;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>
/// Small mistakes put into emitted code, one at a time: the comparison with the scalar reference notices every one in every vector width that has it, whatever the machine has.
/// None may write outside its operands, which would end the test run.
/// </summary>
public sealed class SabotageTests
{
    private const int QueryLength = 70;
    private const int KeyLength = 131; // odd, so that every width has keys left over
    private const int TinyLength = 6;
    private const int Seed = 20240229;

    // Several, as a few rows have room for poison in few places.
    private static readonly int[] TinySeeds = [.. Enumerable.Range(Seed, 8)];

    private static readonly AttentionDeclaration Attention = new(
        new AttentionShape { HeadDim = 5, ValueDim = 7, Heads = 4, KeyValueHeads = 2, Causal = true }, QueryLength, KeyLength);

    private static readonly LayerDeclaration Layer = new() { InputDim = 5, OutputDim = 6, HeadDim = 3, Heads = 2, Causal = true, QueryKeyValueBias = true };

    // A ring of 128 tokens, of which KeyLength come in chunks.
    private static readonly LayerDeclaration Ring = new()
    {
        InputDim = 3, OutputDim = 4, HeadDim = 4, Heads = 2, KeyValueHeads = 1, Causal = true, LeftWindow = 50, SoftCap = 20, Mask = AttentionMask.QueryKeys, Bias = AttentionBias.HeadQueryKeys,
        Alibi = true, Sinks = true, Rotary = RotaryLayout.HalfSplit, QkNorm = true, ContextLength = 1,
        CacheElement = CacheElement.Half,
    };

    private static readonly int[] RingChunks = [70, 1, 40, 2, 64, 23];

    private static readonly AttentionDeclaration Tiny = new(new AttentionShape { HeadDim = 3, ValueDim = 2, Heads = 4, KeyValueHeads = 2, Causal = true }, TinyLength, TinyLength);

    private static readonly DeclarationSet Set = NewSet();
    private static readonly Lazy<DeclarationCompiler> Compiler = new(static () => new DeclarationCompiler(Set.Sources));

    [Fact]
    public void Without_a_mistake_there_is_no_difference()
    {
        Assembly unchanged = Compiler.Value.Load(VectorChoice.LeaveOpen(Compiler.Value.EmittedSources));

        Assert.All(VectorChoice.Widths, width => Assert.Null(FirstDifference(unchanged, width)));
    }

    /// <param name="mistake">What is wrong.</param>
    /// <param name="pattern">What it replaces.</param>
    /// <param name="replacement">By what.</param>
    /// <param name="widths">Bits of the vectors whose steps can have it; all where none is said.</param>
    [Theory]
    [InlineData("another scale", @"ScaleLog2E = [^;]+;", "ScaleLog2E = 0.6f;")]
    [InlineData("mask hides a row's own position", @"GreaterThan\((Vector\d+)\.Create\(j\), rowPosition\)", "GreaterThanOrEqual($1.Create(j), rowPosition)")]
    [InlineData("mask starts one key late", @"position \+ row \+ 1\); j", "position + row + 2); j")]
    [InlineData("a row sees one key less", @"position(\d) = (Vector\d+)\.Create\(position \+ row", "position$1 = $2.Create(position - 1 + row")]
    [InlineData("a group's last key is left out", @"Math\.Clamp\(position \+ row \+ (\d+), 0, keys\)", "Math.Clamp(position + row + $1 - 1, 0, keys)")]
    [InlineData("tiles at the edge are taken for full ones", @"bool grouped = tile \+ keys - 1 > position", "bool grouped = tile > position")]
    [InlineData("the last row's own key is cut off", @"Math\.Clamp\(position \+ rows, ", "Math.Clamp(position + rows - 1, ")]
    [InlineData("positions ignore padding", @"=> KeyCount - QueryLength;", "=> KeyLength - QueryLength;")]
    [InlineData("poison behind the mask is not looked for", @"if \(Lanes\.AnyNaN\([^)]*\)\)", "if (keys < 0)")]
    [InlineData("key/value heads are tiled instead of repeated", @"\(head / GroupSize\)", "(head % KeyValueHeads)")]
    [InlineData("contexts are not rescaled", @"MultiplyAdd\((Vector\d+)(\.LoadUnsafe\(.*\)), rescale\d+, ", "MultiplyAdd($1$2, $1<float>.One, ")]
    [InlineData("sums are not rescaled", @"MultiplyAdd\((Vector\d+)\.LoadUnsafe\(ref rowSum\), factor, total\)", "MultiplyAdd($1.LoadUnsafe(ref rowSum), $1<float>.One, total)")]
    [InlineData("the last keys of a tile are not scored", @"for \(; j < keys; j\+\+\)", "for (; j < keys - 1; j++)")]
    [InlineData("values are read with the keys' stride", @"\(nint\)tile \* ValueTokenStride", "(nint)tile * KeyTokenStride")]
    [InlineData("keys are read with half their stride", @"int KeyTokenStride = 10;", "int KeyTokenStride = 5;")]
    [InlineData("sums are folded every 32 keys", @"int KeyTile = 64;", "int KeyTile = 32;")]
    [InlineData("scores may overflow", @"\.Create\(limit\)", ".Create(float.PositiveInfinity)")]
    [InlineData("far rows are not anchored", @"(?m)^\s+FarRows\.Anchor.*$", "")]
    [InlineData("the maximum starts at zero", @"Fill\(-ScoreLimit\)", "Fill(0)")]
    [InlineData("sums start from the block before", @"MemoryMarshal\.CreateSpan\(ref sum, QueryBlock\)\.Clear\(\);", "")]
    [InlineData("rows without keys are divided by zero", @"Lanes\.Reciprocal\((Vector\d+)(\.LoadUnsafe\(ref Unsafe\.Add\(ref sum, row\)\))\)", "($1<float>.One / $1$2)")]
    [InlineData("weights are not normalized", @"-shift\)\) \* rowFactor;", "-shift));")]
    [InlineData("unseen keys are cleared one place too far", @"\(nint\)row \* operands\.KeyLength\) \+ visible\)", "(nint)row * operands.KeyLength) + visible + 1)")]
    [InlineData("logSumExp of later blocks overwrites the first", @"operands\.LogSumExp, \(\(nint\)head \* operands\.QueryLength\) \+ firstRow\)", "operands.LogSumExp, (nint)head * operands.QueryLength)")]
    [InlineData("blocks are written over the first", @"\+ \(\(nint\)firstRow \* ContextTokenStride\)", "")]
    [InlineData("a tiny row's maximum leaves a key out", @"maximum = Lanes\.Larger\(score1, maximum\);", "", 256, 128)]
    [InlineData("far tiny rows are not anchored", @"FarRows\.Any\(shift\)", "FarRows.Any(shift - shift)", 256, 128)]
    [InlineData("a tiny row sees the key after it", @"hidden3 = (Vector\d+)\.LessThan\(rows, \1\.Create\(3\)\)", "hidden3 = $1.LessThan(rows, $1.Create(2))", 256, 128)]
    [InlineData("hidden values of tiny rows are read", @"(Vector\d+)\.AndNot\((\1\.Create\(.*\)), hidden\d\)", "$2", 256, 128)]
    [InlineData("tiny key/value heads are not shared", @"if \(\(head \+ 1\) % GroupSize == 0\)", "if (head % GroupSize == 0)")]
    [InlineData("a head's later blocks are its first", @"block % blocksOfHead \* QueryBlock", "block % blocksOfHead * 0")]
    [InlineData("the second half of a group is loaded twice", @"HalfElement\.LoadFinite(\d+)\((.*), 0\)", "HalfElement.LoadFinite$1($2, 8)", 256, 128)]
    [InlineData("a bias is forgotten", @"BiasTile\(ref bias, outputDim, tokens, ref outputs\);", "")]
    [InlineData("keys are projected by the query's weights", @"ref operands\.Weights, KeyWeightOffset", "ref operands.Weights, QueryWeightOffset")]
    [InlineData("heads are not turned", @"RotaryHeads\.Turn(Rows|Lanes)\(.*\);", "")]
    [InlineData("heads turn by their place in the block", @"FillAngle(Rows|Lanes)\(ref operands, [^,]+, ", "FillAngle$1(ref operands, 0, ")]
    [InlineData("pairs are neighbours instead of half a head apart", @"bool RotaryInterleaved = false", "bool RotaryInterleaved = true")]
    [InlineData("query heads are not normalized", @"HeadNorm\.(Rows|Lanes)\(ref operands\.Query.*\);", "")]
    [InlineData("keys are normalized by the query's weights", @"KeyNormOffset\), ", "QueryNormOffset), ")]
    [InlineData("a ring's second round follows the first", @"position % operands\.KeyCapacity", "Math.Min(position, operands.KeyCapacity - 64 + (position % 64))")]
    [InlineData("a block's masks are those of the first", @"operands\.FirstRow = first;", "operands.FirstRow = 0;")]
    [InlineData("a chunk's masks have a row's length of the new tokens only", @"(operands\.FirstPosition = cache\.Count;\s+)operands\.KeyLength = keyLength;", "$1operands.KeyLength = tokens;")]
    [InlineData("sinks are another head's", @"Unsafe\.Add\(ref operands\.Weights, SinksOffset\)", "Unsafe.Add(ref operands.Weights, QueryNormOffset)")]
    [InlineData("an input dimension is left out", @"step < inputDim;", "step < inputDim - 1;")]
    public void Every_mistake_is_noticed(string mistake, string pattern, string replacement, params int[] widths)
    {
        IReadOnlyDictionary<string, string> right = Compiler.Value.EmittedSources;
        Dictionary<string, string> sabotaged = right.ToDictionary(static source => source.Key, source => Regex.Replace(source.Value, pattern, replacement));
        string[] changed = [.. right.Keys.Where(file => sabotaged[file] != right[file])];
        Assert.True(changed.Length > 0, $"Nothing to sabotage: {mistake}");
        int[] having = [.. VectorChoice.Widths.Where(width => changed.Any(file => !VectorChoice.IsOfAnother(width, file)))];
        Assert.Equal(widths.Length == 0 ? VectorChoice.Widths : widths, having);

        Assembly wrong = Compiler.Value.Load(VectorChoice.LeaveOpen(sabotaged));
        Assert.All(having, width => Assert.True(FirstDifference(wrong, width) is not null, $"Not noticed in vectors of {width} bits: {mistake}"));
    }

    /// <summary>What differs first in vectors of so many bits; later kinds of data are not needed once one has shown the mistake.</summary>
    private static string? FirstDifference(Assembly assembly, int width)
    {
        VectorChoice.Pick(assembly, width);
        CompiledDeclarations compiled = new(Set, assembly);
        return Enum.GetValues<DataKind>().SelectMany(kind => Differences(compiled, kind).Select(difference => $"{width} bits, {kind}: {difference}")).FirstOrDefault();
    }

    private static IEnumerable<string> Differences(CompiledDeclarations compiled, DataKind kind)
    {
        ICompiledAttention attention = compiled.Find(Attention);
        AttentionTrial all = new(Attention, QueryLength, KeyLength, KeyLength, Seed);
        AttentionTrial padded = all with { KeyCount = QueryLength - 30 };
        LayerTrial layer = new(Layer, QueryLength, QueryLength, QueryLength, Seed);
        int tokens = RingChunks.Sum();
        ChunkedTrial ring = new(new LayerTrial(Ring, tokens, tokens, tokens, Seed), RingChunks);
        return AttentionBits.Differences(attention, Attention, all.Inputs(kind))
            .Concat(AttentionBits.Differences(attention, Attention, padded.Inputs(kind)))
            .Concat(TinySeeds.SelectMany(seed => AttentionBits.Differences(compiled.Find(Tiny), Tiny, new AttentionTrial(Tiny, TinyLength, TinyLength, TinyLength, seed).Inputs(kind))))
            .Concat(LayerBits.Differences(compiled.Find(Layer), Layer, layer.Tensors(kind), layer.Inputs(kind)))
            .Concat(CacheBits.Differences(compiled.Find(Ring), ring, kind));
    }

    private static DeclarationSet NewSet()
    {
        DeclarationSet set = new();
        set.Add(Attention);
        set.Add(Tiny);
        set.Add(Layer);
        set.Add(Ring);
        return set;
    }
}
