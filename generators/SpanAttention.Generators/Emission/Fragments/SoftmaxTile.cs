namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Turns one tile of scores into weights relative to the row's running maximum, and carries the row's statistics on (online softmax, Milakov and Gimelshein, 2018).</summary>
internal static class SoftmaxTile
{
    public static TileMethod Create() =>
        new(
            "SoftmaxTile",
            "ref float scores, int keys, int rows, ref float maximum, ref float sum, ref float rescale",
            "ref scores, keys, rows, ref maximum, ref sum, ref rescale",
            "weights[j, i] = 2^(c · scores[j, i] − c · maximum_i), in place of the scores; sum_i and rescale_i follow the new maximum.",
            static (code, tile) => RowLoop.Write(code, tile, """
                // maximum' = max(maximum, scores)
                VectorN<float> previous = VectorN.LoadUnsafe(ref Unsafe.Add(ref maximum, row));
                VectorN<float> largest = previous;
                for (int j = 0; j < keys; j++)
                {
                    largest = Lanes.Larger(VectorN.LoadUnsafe(ref Unsafe.Add(ref scores, (j * QueryBlock) + row)), largest);
                }

                largest.StoreUnsafe(ref Unsafe.Add(ref maximum, row));

                // rescale = 2^(c · maximum − c · maximum'); far rows take the difference before the product
                VectorN<float> shift = largest * VectorN.Create(ScaleLog2E);
                VectorN<float> far = FarRows.Find(shift);
                VectorN<float> step = VectorN.ConditionalSelect(far, (previous - largest) * VectorN.Create(ScaleLog2E), (previous * VectorN.Create(ScaleLog2E)) - shift);
                VectorN<float> factor = Exponential.Exp2(step);
                factor.StoreUnsafe(ref Unsafe.Add(ref rescale, row));

                // weights = 2^(c · scores − c · maximum'), total = Σ weights
                FarRows.Anchor(ref Unsafe.Add(ref scores, row), QueryBlock, keys, largest, far);
                shift = VectorN.AndNot(shift, far);
                VectorN<float> total = VectorN<float>.Zero;
                for (int j = 0; j < keys; j++)
                {
                    ref float score = ref Unsafe.Add(ref scores, (j * QueryBlock) + row);
                    VectorN<float> weight = Exponential.Exp2(Lanes.MultiplyAdd(VectorN.LoadUnsafe(ref score), VectorN.Create(ScaleLog2E), -shift));
                    weight.StoreUnsafe(ref score);
                    total += weight;
                }

                // sum' = sum · rescale + total
                ref float rowSum = ref Unsafe.Add(ref sum, row);
                Lanes.MultiplyAdd(VectorN.LoadUnsafe(ref rowSum), factor, total).StoreUnsafe(ref rowSum);
                """));
}
