using Xunit;
using Xunit.Abstractions;

namespace SpanAttention.TestRunner;

/// <summary>Counts tests by method, and writes out failures and what tests write as they end.</summary>
internal sealed class Results : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly SortedDictionary<string, int> passed = new(StringComparer.Ordinal);
    private int failed;
    private int skipped;

    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (passed)
        {
            switch (message)
            {
                case ITestPassed test:
                    string method = $"{test.TestClass.Class.Name.Split('.')[^1]}.{test.TestMethod.Method.Name}";
                    passed[method] = passed.GetValueOrDefault(method) + 1;
                    WriteOutput(test);
                    break;
                case ITestFailed test:
                    failed++;
                    Console.WriteLine($"FAILED {test.Test.DisplayName}: {string.Join(Environment.NewLine, test.Messages)}{Environment.NewLine}{string.Join(Environment.NewLine, test.StackTraces)}");
                    WriteOutput(test);
                    break;
                case ITestSkipped test:
                    skipped++;
                    Console.WriteLine($"skipped {test.Test.DisplayName}: {test.Reason}");
                    break;
                case IErrorMessage error:
                    failed++;
                    Console.WriteLine($"FAILED {string.Join(Environment.NewLine, error.Messages)}");
                    break;
            }
        }

        return true;
    }

    /// <summary>Says what came of it, and whether all is well: something passed, nothing failed.</summary>
    public bool Report()
    {
        foreach ((string method, int count) in passed)
        {
            Console.WriteLine($"{method}: {count} passed");
        }

        Console.WriteLine($"{passed.Values.Sum()} passed, {failed} failed, {skipped} skipped");
        return passed.Count > 0 && failed == 0;
    }

    private static void WriteOutput(ITestResultMessage test)
    {
        if (test.Output.Length > 0)
        {
            Console.Write($"{test.Test.DisplayName}: {test.Output}");
        }
    }
}
