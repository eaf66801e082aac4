using System.Diagnostics;
using System.Runtime.ExceptionServices;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace SpanAttention.Verification;

/// <summary>Has FsCheck look for a case on which a property is violated, and shrink it; on a thread of its own, so that a call that does not return can be left.</summary>
internal sealed class CaseSearch<TCase>(ulong seed, VerificationSettings settings, RunningCalls running) : IRunner
    where TCase : class
{
    // As the main thread has on Linux: what works there works here.
    private const int StackBytes = 8 << 20;

    // A call of so many multiply-adds counts as one more.
    private const long WorkOfCall = 50_000;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private (TCase Case, Violation Violation)? smallest;
    private TCase? current;
    private long calls;

    /// <summary>The longest lengths that were tried.</summary>
    public TriedLengths Tried { get; } = new();

    /// <summary>The smallest case found, with what was wrong then: a mistake may show only now and then.</summary>
    public (TCase Case, Violation Violation)? Run(Arbitrary<TCase> cases, Func<TCase, Violation?> find)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() => failure = Search(cases, find), StackBytes) { IsBackground = true, Name = nameof(CaseSearch<TCase>) };
        thread.Start();
        while (!thread.Join(Glance))
        {
            if (IsLate())
            {
                return (current!, new Violation("the call", $"a result within {settings.Deadline.TotalSeconds:0.###} s", "none: it did not return") { Hangs = true });
            }
        }

        failure?.Throw();
        return smallest;
    }

    private ExceptionDispatchInfo? Search(Arbitrary<TCase> cases, Func<TCase, Violation?> find)
    {
        try
        {
            // FsCheck's size is the number of the case, which says how long it is.
            Config config = Config.Quick
                .WithMaxTest(settings.Cases)
                .WithStartSize(1)
                .WithEndSize(settings.Cases + 1)
                .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)))
                .WithRunner(this);
            FsCheck.Check.One(config, Prop.ForAll(Arb.From(cases.Generator, source => cases.Shrinker(source).TakeWhile(_ => calls <= settings.ShrinkingCalls)), inputs => Try(inputs, find)));
            return null;
        }
        catch (Exception exception)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    // Every failure is smaller than the one before. When the calls are spent, what is left passes unseen, which ends the shrinking.
    private bool Try(TCase inputs, Func<TCase, Violation?> find)
    {
        ICase measured = (ICase)inputs;
        if (smallest is null)
        {
            Tried.Add(measured.Lengths);
        }
        else if ((calls += 1 + (measured.Work / WorkOfCall)) > settings.ShrinkingCalls)
        {
            return true;
        }

        Volatile.Write(ref current, inputs);
        Violation? violation = find(inputs);
        if (violation is null)
        {
            return true;
        }

        smallest = (inputs, violation);
        return false;
    }

    // Only what the routine itself takes counts, and only while this thread runs too.
    private bool IsLate() => settings.Deadline != Timeout.InfiniteTimeSpan && !Debugger.IsAttached && running.Look() * Glance > settings.Deadline;

    void IRunner.OnStartFixture(Type t)
    {
    }

    void IRunner.OnArguments(int number, FSharpList<object> arguments, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
    {
    }

    void IRunner.OnShrink(FSharpList<object> arguments, FSharpFunc<FSharpList<object>, string> everyShrink)
    {
    }

    void IRunner.OnFinished(string name, TestResult result)
    {
    }
}
