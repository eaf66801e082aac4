using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>
/// The straight line of the route <c>Tiny</c>: one head's contexts for the rows in one vector. Every score, weight and context is a named vector, and no key is looped over.
/// </summary>
/// <remarks>
/// First products are not added to +0, as the canonical order does: that could change the sign of a zero only, which neither an exponential nor the last multiply-add of a context shows.
/// Scores need their limits in far rows only (<see cref="TinyPlanner"/>).
/// </remarks>
internal sealed class TinyRows(AttentionPlan plan, TinyVector vector)
{
    private const int ColumnsStored = 4;

    private readonly AttentionSpec spec = plan.Spec;
    private readonly string type = vector.Width.Type;
    private readonly string lanes = vector.Width.Class;

    public static void WriteAll(CodeWriter code, AttentionPlan plan, VectorWidth width)
    {
        foreach (TinyVector vector in plan.Tiny?.Of(width) ?? [])
        {
            code.Line();
            new TinyRows(plan, vector).Write(code);
        }
    }

    private IEnumerable<int> Keys => Enumerable.Range(0, vector.Keys);

    private IEnumerable<int> HiddenKeys => Keys.Where(vector.Hides);

    private void Write(CodeWriter code)
    {
        code.Line($"/// <summary>One head's contexts for {vector.Rows} rows, each a lane: {(spec.SumNormalization ? "context_i = Σ_j score_ij · value_j / Σ_j score_ij." : "context_i = Σ_j softmax_j(scale · query_i · key_j) · value_j.")}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void {plan.Tiny!.Method(vector)}(ref float query, ref float key, ref float value, ref float destination)"))
        {
            WriteQueries(code);
            WriteScores(code);
            if (spec.SumNormalization)
            {
                WriteSum(code);
            }
            else
            {
                WriteHiding(code);
                WriteMaximum(code);
                WriteFarRows(code);
                WriteWeights(code);
            }

            WriteContexts(code);
            WriteRows(code);
        }
    }

    private void WriteQueries(CodeWriter code)
    {
        code.Line("// query_x, every row a lane");
        for (int x = 0; x < spec.HeadDim; x++)
        {
            code.Line($"{type} query{x} = RowLanes.Load{vector.Width.Bits}({Element("query", vector.FirstRow, "QueryTokenStride", x)}, QueryTokenStride, rows: {vector.Rows});");
        }
    }

    private void WriteScores(CodeWriter code)
    {
        code.Line();
        code.Line("// score_j = query · key_j");
        foreach (int j in Keys)
        {
            for (int x = 0; x < spec.HeadDim; x++)
            {
                WriteTerm(code, $"score{j}", $"query{x}", Broadcast("key", j, "KeyTokenStride", x), isFirst: x == 0);
            }
        }
    }

    private void WriteHiding(CodeWriter code)
    {
        if (!HiddenKeys.Any())
        {
            return;
        }

        code.Line();
        code.Line("// score_j = −∞ for rows that stand before key j");
        code.Line($"{lanes}<int> rows = {lanes}.Create({string.Join(", ", Enumerable.Range(0, vector.Width.Lanes))});");
        foreach (int j in HiddenKeys)
        {
            code.Line($"{type} hidden{j} = {lanes}.LessThan(rows, {lanes}.Create({vector.Distance(j)})).AsSingle();");
        }

        foreach (int j in HiddenKeys)
        {
            code.Line($"score{j} = {lanes}.ConditionalSelect(hidden{j}, {lanes}.Create(float.NegativeInfinity), score{j});");
        }
    }

    private void WriteMaximum(CodeWriter code)
    {
        code.Line($"""

            // maximum = max_j score_j, by two chains; shift = c · maximum
            {type} scale = {lanes}.Create(ScaleLog2E);
            {type} maximum = {lanes}.Create(-ScoreLimit), other = maximum;
            """);
        foreach (int j in Keys)
        {
            string name = j % 2 == 0 ? "maximum" : "other";
            code.Line($"{name} = Lanes.Larger(score{j}, {name});");
        }

        code.Line("maximum = Lanes.Larger(other, maximum);");

        code.Line($"{type} shift = maximum * scale;");
    }

    private void WriteFarRows(CodeWriter code)
    {
        code.Line();
        code.Line("// Far rows, which are rare: scores within their limits, and the maximum subtracted before the product");
        using (code.Block("if (FarRows.Any(shift))"))
        {
            code.Line($"""
                {type} limit = {lanes}.Create(ScoreLimit);
                maximum = Lanes.Clamp(maximum, limit);
                shift = maximum * scale;
                {type} far = FarRows.Find(shift);
                {type} anchor = maximum & far;
                shift = {lanes}.AndNot(shift, far);
                """);
            foreach (int j in Keys)
            {
                string limited = vector.Hides(j) ? $"Lanes.Hide(score{j}, {vector.Distance(j)}, limit)" : $"Lanes.Clamp(score{j}, limit)";
                code.Line($"score{j} = {limited} - anchor;");
            }
        }
    }

    private void WriteWeights(CodeWriter code)
    {
        code.Line();
        code.Line("// weight_j = 2^(c · score_j − shift), factor = 1 / Σ_j weight_j");
        foreach (int j in Keys)
        {
            code.Line($"{type} weight{j} = Exponential.Exp2(Lanes.MultiplyAdd(score{j}, scale, -shift));");
        }

        code.Line($"{type} factor = {type}.One / ({Sum("weight")});");
    }

    private void WriteSum(CodeWriter code)
    {
        code.Line();
        code.Line("// factor = 1 / Σ_j score_j; a sum of 0 gives exact zeros");
        code.Line($"{type} factor = Lanes.Reciprocal({Sum("score")});");
    }

    private void WriteContexts(CodeWriter code)
    {
        string weight = spec.SumNormalization ? "score" : "weight";
        code.Line();
        code.Line($"// context_x = Σ_j {weight}_j · value_jx{(HiddenKeys.Any() ? "; what is hidden counts as 0, were it NaN or ∞" : "")}");
        foreach (int j in Keys)
        {
            for (int x = 0; x < spec.ValueDim; x++)
            {
                string value = Broadcast("value", j, "ValueTokenStride", x);
                WriteTerm(code, $"context{x}", $"{weight}{j}", vector.Hides(j) ? $"{lanes}.AndNot({value}, hidden{j})" : value, isFirst: j == 0);
            }
        }
    }

    private void WriteRows(CodeWriter code)
    {
        code.Line();
        code.Line("// destination = context · factor + 0, so that no zero is negative; lanes transposed back into rows");
        for (int x = 0; x < spec.ValueDim; x++)
        {
            code.Line($"context{x} = Lanes.MultiplyAdd(context{x}, factor, {type}.Zero);");
        }

        for (int x = 0; x < spec.ValueDim; x += ColumnsStored)
        {
            IEnumerable<string> columns = Enumerable.Range(x, Math.Min(ColumnsStored, spec.ValueDim - x)).Select(static column => $"context{column}");
            code.Line($"RowLanes.Store({string.Join(", ", columns)}, rows: {vector.Rows}, {Element("destination", vector.FirstRow, "ContextTokenStride", x)}, ContextTokenStride);");
        }
    }

    private void WriteTerm(CodeWriter code, string sum, string factor, string scalar, bool isFirst) =>
        code.Line(isFirst ? $"{type} {sum} = {factor} * {scalar};" : $"{sum} = Lanes.MultiplyAdd({factor}, {scalar}, {sum});");

    private string Sum(string term) => string.Join(" + ", Keys.Select(j => $"{term}{j}"));

    private string Broadcast(string tensor, int token, string stride, int x) => $"{lanes}.Create({Element(tensor, token, stride, x).Substring("ref ".Length)})";

    private static string Element(string tensor, int token, string stride, int x) => (token, x) switch
    {
        (0, 0) => $"ref {tensor}",
        (0, _) => $"ref Unsafe.Add(ref {tensor}, {x})",
        (1, 0) => $"ref Unsafe.Add(ref {tensor}, {stride})",
        (1, _) => $"ref Unsafe.Add(ref {tensor}, {stride} + {x})",
        (_, 0) => $"ref Unsafe.Add(ref {tensor}, {token} * {stride})",
        _ => $"ref Unsafe.Add(ref {tensor}, ({token} * {stride}) + {x})",
    };
}
