using System.Reflection;
using SpanAttention.TestRunner;
using Xunit.Abstractions;
using Xunit.Sdk;

// Runs tests in this very process, for runtimes that no test host is made for: SpanAttention.TestRunner ASSEMBLY TEST…, where a test is the name of a class or Class.Method.
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: SpanAttention.TestRunner ASSEMBLY TEST…");
    return 2;
}

AssemblyName assembly = new(args[0]);
using XunitTestFramework framework = new(new NullMessageSink());
RunnerOptions options = new();

Selection selection = new(args[1..]);
using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(new ReflectionAssemblyInfo(Assembly.Load(assembly)));
DelegatingMessageSink<IDiscoveryCompleteMessage> discovery = new(selection);
discoverer.Find(includeSourceInformation: false, discovery, options);
discovery.Finished.WaitOne();
if (selection.Unknown is { } unknown)
{
    Console.Error.WriteLine($"{args[0]} has no test {unknown}");
    return 2;
}

Results results = new();
using ITestFrameworkExecutor executor = framework.GetExecutor(assembly);
DelegatingMessageSink<ITestAssemblyFinished> execution = new(results);
executor.RunTests(selection.Chosen, execution, options);
execution.Finished.WaitOne();
return results.Report() ? 0 : 1;
