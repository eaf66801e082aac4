using System.Runtime.Intrinsics;
using AotSmoke;
using SpanAttention;

// Outputs of all declarations, one hash a canon: what the JIT gives on any machine, Native AOT must give too.
const ulong FusedHash = 0xaef4e8448ff6d39d;
const ulong SeparateHash = 0xe8bfe87df7191c6c;

Console.WriteLine($"{AttentionNumerics.Arithmetic} canon, {VectorBits()}-bit vectors");
Run run = new();

float[] journey = run.Numbers(6 * 3);
run.Call("Journey", 6 * 3, context => Journey.Forward(journey, context));

float[][] tiny = Operands(6 * 2, 6 * 2);
run.Call("Tiny", 6 * 2, context => Tiny.Forward(tiny[0], tiny[1], tiny[2], context));

float[][] oneTile = Operands(64 * 128, 64 * 128);
run.Call("OneTile", 64 * 128, context => OneTile.Forward(oneTile[0], oneTile[1], oneTile[2], context));

float[][] blocks = Operands(2 * 200 * 64, 2 * 200 * 64);
run.Call("Blocks", 2 * 200 * 64, context => Blocks.Forward(blocks[0], blocks[1], blocks[2], context));

float[][] shared = Operands(8 * 32, 2 * 300 * 32);
run.Call("Shared", 8 * 32, context => Shared.Forward(shared[0], shared[1], shared[2], context));

float[][] oneQuery = Operands(2 * 128, 300 * 2 * 128);
run.Call("OneQuery", 2 * 128, context => OneQuery.Forward(oneQuery[0], oneQuery[1], oneQuery[2], context));

float[][] options = Operands(100 * 32, 100 * 32);
float[] sinks = run.Numbers(2);
run.Call("Options", 100 * 32, context => Options.Forward(options[0], options[1], options[2], sinks, context));

float[] query = run.Numbers(20 * 16);
float[] key = run.Numbers(50 * 16);
float[] value = run.Numbers(50 * 24);
float[] scale = run.Numbers(16);
run.Call("Additive", 20 * 24, context => Additive.Forward(query, key, value, scale, context));

float[] inputs = run.Numbers(48 * 64);
Layer layer = new(new Layer.Weights
{
    Query = run.Numbers(64 * 64, 0.125f),
    Key = run.Numbers(32 * 64, 0.125f),
    Value = run.Numbers(32 * 64, 0.125f),
    Output = run.Numbers(64 * 64, 0.125f),
    OutputBias = run.Numbers(64),
});
run.Call("Layer", 48 * 64, destination => layer.Forward(inputs, destination));
run.Call("Layer cached", 48 * 64, Cached);
float[] whole = new float[48 * 64];
float[] cached = new float[48 * 64];
layer.Forward(inputs, whole);
Cached(cached);
Run.Require("Layer", whole, cached);

ulong expected = AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? FusedHash : SeparateHash;
Console.WriteLine($"hash {run.Hash:x16}{(run.Hash == expected ? "" : $", but the {AttentionNumerics.Arithmetic} canon's is {expected:x16}")}");
return run.Hash == expected ? 0 : 1;

float[][] Operands(int queries, int keys) => [run.Numbers(queries), run.Numbers(keys), run.Numbers(keys)];

// 40 tokens at once, then one by one
void Cached(float[] destination)
{
    KeyValueCache cache = layer.CreateCache();
    layer.Forward(inputs.AsSpan(0, 40 * 64), cache, destination.AsSpan(0, 40 * 64));
    for (int token = 40; token < 48; token++)
    {
        layer.Forward(inputs.AsSpan(token * 64, 64), cache, destination.AsSpan(token * 64, 64));
    }
}

static int VectorBits() =>
    Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
