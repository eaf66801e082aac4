using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Models;

/// <summary>Declared blocks one after the other, a norm, and a declared head.</summary>
internal sealed class DeclaredModel<TBlock, THead>(ModelTensors tensors, int threads)
    where TBlock : class, ICachedBlock<TBlock>, ICachingBlock
    where THead : IModelHead<THead>
{
    private readonly TBlock[] blocks = [.. tensors.Blocks.Select(TBlock.Create)];
    private readonly THead head = THead.Create(tensors.Head);

    /// <summary>A call of it, with caches that hold what comes before.</summary>
    public Contender Contender(ModelCall call, string name, double bytesPerWeight) => new CallContender(this, call, name) { BytesPerWeight = bytesPerWeight };

    private float[] Text(int start, int count) => tensors.Text(start, count);

    private void Forward(float[] stream, KeyValueCache[] caches)
    {
        for (int layer = 0; layer < blocks.Length; layer++)
        {
            if (threads > 1)
            {
                blocks[layer].ForwardParallel(stream, caches[layer]);
            }
            else
            {
                blocks[layer].Forward(stream, caches[layer]);
            }
        }
    }

    private void Logits(Memory<float> state, float[] logits)
    {
        Normalization.LayerNorm(state.Span, tensors.Norm, tensors.NormBias, ModelShape.NormEpsilon, state.Span);
        if (threads > 1)
        {
            head.ForwardParallel(state, logits);
        }
        else
        {
            head.Forward(state.Span, logits);
        }
    }

    private sealed class CallContender : Contender
    {
        private readonly DeclaredModel<TBlock, THead> model;
        private readonly ModelCall call;
        private readonly KeyValueCache[] caches;
        private readonly float[] inputs;
        private readonly float[] stream;
        private readonly float[] logits = new float[ModelShape.Vocabulary];

        public CallContender(DeclaredModel<TBlock, THead> model, ModelCall call, string name)
            : base(name)
        {
            this.model = model;
            this.call = call;
            caches = [.. model.blocks.Select(block => block.CreateCache())];
            if (call.Cached > 0)
            {
                model.Forward(model.Text(0, call.Cached), caches);
            }

            inputs = model.Text(call.Cached, call.Tokens);
            stream = new float[inputs.Length];
        }

        public override ReadOnlySpan<float> Output => logits;

        public override void Run(int calls)
        {
            for (int run = 0; run < calls; run++)
            {
                inputs.CopyTo(stream, 0);
                foreach (KeyValueCache cache in caches)
                {
                    cache.TruncateTo(call.Cached);
                }

                model.Forward(stream, caches);
                model.Logits(stream.AsMemory(^ModelShape.Dim..), logits);
            }
        }
    }
}
