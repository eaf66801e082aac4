using SpanAttention;
using SpanAttention.Verification;
using Verification;
using Verification.Kernels;

// Is an attention routine right? A few examples with expected numbers cannot tell: most mistakes are right on most inputs.
// Properties can. They hold for every right routine on every input, so one input on which a property fails is proof of a mistake.
// The kit looks for such an input among those that hurt, and then makes it as small as it can.

// Always the same cases, so that this page is always the same. Leave the seed out, and every run looks at others.
VerificationSettings settings = new() { Seed = 2017 };

// 1. Attention out of the box: dot products, softmax and weighted sums of System.Numerics.Tensors.
AttentionShape oneHead = new() { HeadDim = BclAttention.HeadDim };
Print.Verdict("TensorPrimitives.SoftMax subtracts no maximum", AttentionProperties.For(oneHead, BclAttention.Forward), settings);

// 2. Five mistakes that have been made many times. Each gives plausible numbers.
AttentionShape causal = new() { HeadDim = OffByOneCausal.HeadDim, Causal = true, Alignment = QueryAlignment.TopLeft };
AttentionShape grouped = new() { HeadDim = 1, Heads = TiledHeads.Heads, KeyValueHeads = TiledHeads.KeyValueHeads };
AttentionShape scaled = causal with { HeadDim = ScaleAfterMask.HeadDim, Scale = ScaleAfterMask.Scale };

Print.Verdict("Scaled after the mask", AttentionProperties.For(scaled, ScaleAfterMask.Forward), settings);
Print.Verdict("A causal mask that is off by one", AttentionProperties.For(causal, OffByOneCausal.Forward), settings);
Print.Verdict("Key/value heads tiled instead of repeated", AttentionProperties.For(grouped, TiledHeads.Forward), settings);
Print.Verdict("An online softmax that forgets to rescale", AttentionProperties.For(oneHead, ForgottenRescale.Forward), settings);
Print.Verdict("A tail of lanes that is not masked", AttentionProperties.For(oneHead, UnmaskedTail.Forward), settings);

// 3. A layer whose tokens come call by call, as a model writes a text. A new cache for every call gives right outputs for a first call, and for nothing after it.
TextLayer layer = new(new TextLayer.Weights { Query = Ramp.Of(16), Key = Ramp.Of(16), Value = Ramp.Of(16), Output = Ramp.Of(16), OutputBias = Ramp.Of(4) });
LayerWeights weights = new() { Query = Ramp.Of(16), Key = Ramp.Of(16), Value = Ramp.Of(16), Output = Ramp.Of(16), OutputBias = Ramp.Of(4) };
LayerRoutine text = LayerRoutine.Of(LayerShape.Of<TextLayer>(), weights, layer.Forward) with
{
    Name = nameof(TextLayer),
    NewCache = () => LayerCache.Of(layer.CreateCache(), layer.Forward),
    Promises = AttentionPromises.All,
};
LayerRoutine forgetful = text with { Name = "ForgetfulDecoder", NewDecoder = () => (inputs, destination) => layer.Forward(inputs, layer.CreateCache(), destination) };

Print.Verdict("A cache that is made anew for every call", AttentionProperties.Of(forgetful), settings);

// 4. What the generator writes for declarations. It also promises what no formula asks for:
// the same bits however queries are split, no allocation, and an exception before anything is written to a span of the wrong length.
Print.Verdict("Declared, and compiled for its shape", AttentionProperties.Of<SquadAttention>(), settings);
Print.Verdict("A cache for a text", AttentionProperties.Of(text), settings);

// In a test project one line is enough. It throws where a property fails, and the exception says all of the above.
AttentionProperties.CheckAll<SquadAttention>(settings);

[Attention(HeadDim = 4, Heads = 4, KeyValueHeads = 2, Causal = true)]
internal readonly partial struct SquadAttention;

[MultiHeadAttention(InputDim = 4, OutputDim = 4, Heads = 2, HeadDim = 2, Causal = true, Rotary = RotaryLayout.HalfSplit, ContextLength = 64)]
internal sealed partial class TextLayer;
