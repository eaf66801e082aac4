global using SpanAttention.Generators.Tests.Harness;
global using Xunit;
