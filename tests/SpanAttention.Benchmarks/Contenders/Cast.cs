using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;
using SpanAttention.Benchmarks.Onnx;
using SpanAttention.Benchmarks.References;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>All that compete in a scene, with the reference that they are checked against.</summary>
internal sealed class Cast : IDisposable
{
    private Cast(Reference reference, IEnumerable<Contender> declared, IEnumerable<OnnxProgram> programs, IEnumerable<Contender> baselines, int threads)
        : this(reference, declared, programs.Select(program => new OnnxTrial(program.Operator, () => new OnnxContender(program, threads))), baselines, threads)
    {
    }

    private Cast(Reference reference, IEnumerable<Contender> declared, IEnumerable<OnnxTrial> trials, IEnumerable<Contender> baselines, int threads)
    {
        Reference = reference;
        Contenders = [.. declared, .. new OnnxTrials(reference, threads).Fastest(trials), .. baselines];
    }

    public Reference Reference { get; }

    public IReadOnlyList<Contender> Contenders { get; }

    public static Cast Of(Scene scene, int threads) => scene.Workload switch
    {
        { IsFeedForward: true } => FeedForward(scene, threads),
        { IsModel: true } => Model(scene, threads),
        { IsBlock: true } => Block(scene, threads),
        { IsLayer: true } => Layer(scene, threads),
        _ => Attention(scene, threads),
    };

    public void Dispose()
    {
        foreach (Contender contender in Contenders)
        {
            contender.Dispose();
        }
    }

    private static Cast Attention(Scene scene, int threads)
    {
        Workload workload = scene.Workload;
        DataRotation rotation = DataRotation.Of(scene);
        return new Cast(
            Reference.Of(workload, rotation.Copies[0]),
            new DeclaredContenders(scene, rotation).All(scene.Declarations, threads),
            new AttentionPrograms(workload, rotation).All(),
            [new RowAttentionContender<TensorPrimitivesArithmetic>(workload, rotation), new RowAttentionContender<NaiveArithmetic>(workload, rotation)],
            threads);
    }

    private static Cast Layer(Scene scene, int threads)
    {
        Workload workload = scene.Workload;
        LayerTensors tensors = RandomTensors.Layer(workload);
        return new Cast(
            Reference.Of(workload, tensors),
            new DeclaredContenders(scene, tensors).All(scene.Declarations, threads),
            new LayerPrograms(workload, tensors).All(),
            [new RowLayerContender<TensorPrimitivesArithmetic>(workload, tensors), new RowLayerContender<NaiveArithmetic>(workload, tensors)],
            threads);
    }

    private static Cast FeedForward(Scene scene, int threads)
    {
        Workload workload = scene.Workload;
        FeedForwardTensors tensors = RandomTensors.FeedForward(workload);
        return new Cast(
            Reference.Of(workload, tensors),
            new DeclaredContenders(scene, tensors).All(scene.Declarations, threads),
            new FeedForwardPrograms(workload, tensors, scene.Copies).All(),
            [
                RotatingContender.Of(scene.Copies, () => new RowFeedForwardContender<TensorPrimitivesArithmetic>(workload, tensors.Copy())),
                RotatingContender.Of(scene.Copies, () => new RowFeedForwardContender<NaiveArithmetic>(workload, tensors.Copy())),
            ],
            threads);
    }

    private static Cast Block(Scene scene, int threads)
    {
        Workload workload = scene.Workload;
        BlockTensors tensors = RandomTensors.Block(workload);
        return new Cast(
            Reference.Of(workload, tensors),
            new DeclaredContenders(scene, tensors).All(scene.Declarations, threads),
            new BlockPrograms(workload, tensors, scene.Copies).All(),
            baselines: [],
            threads);
    }

    /// <summary>The model of samples/08.Sentences. ONNX Runtime has all sentences in one call, or each in its own.</summary>
    private static Cast Model(Scene scene, int threads)
    {
        Workload workload = scene.Workload;
        long[] tokens = RandomTensors.Sentences(workload);
        return new Cast(
            Reference.Of(workload, tokens),
            [new SentencesContender(Declaration.ContenderName, workload, tokens, new MiniLm(), MiniLm.CallTokens)],
            workload.IsBatch ? [Trial("all padded", workload.Tokens), Trial("one by one", callTokens: 1)] : [Trial("the model", workload.Tokens)],
            baselines: [],
            threads);

        OnnxTrial Trial(string name, int callTokens) => new(name, () => new SentencesContender($"ONNX Runtime ({name})", workload, tokens, new OnnxMiniLm(threads), callTokens));
    }
}
