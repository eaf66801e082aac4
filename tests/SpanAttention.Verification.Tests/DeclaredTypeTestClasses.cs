namespace SpanAttention.Verification.Tests;

public sealed class TinyTests : DeclaredTypeTests<Tiny>;

public sealed class TinyCausalTests : DeclaredTypeTests<TinyCausal>;

public sealed class TinyGroupedTests : DeclaredTypeTests<TinyGrouped>;

public sealed class TinyHeadsFirstTests : DeclaredTypeTests<TinyHeadsFirst>;

public sealed class TinyTopLeftTests : DeclaredTypeTests<TinyTopLeft>;

public sealed class SingleTileTests : DeclaredTypeTests<SingleTile>;

public sealed class SingleTileCausalTests : DeclaredTypeTests<SingleTileCausal>;

public sealed class SingleTileGroupedCausalTests : DeclaredTypeTests<SingleTileGroupedCausal>;

public sealed class SingleTileTopLeftHeadsFirstTests : DeclaredTypeTests<SingleTileTopLeftHeadsFirst>;

public sealed class BlocksTests : DeclaredTypeTests<Blocks>;

public sealed class BlocksCausalTests : DeclaredTypeTests<BlocksCausal>;

public sealed class OddHeadsTests : DeclaredTypeTests<OddHeads>;

public sealed class CausalTests : DeclaredTypeTests<Causal>;

public sealed class CausalTopLeftTests : DeclaredTypeTests<CausalTopLeft>;

public sealed class GroupedTests : DeclaredTypeTests<Grouped>;

public sealed class GroupedCausalTests : DeclaredTypeTests<GroupedCausal>;

public sealed class HeadsFirstTests : DeclaredTypeTests<HeadsFirst>;

public sealed class HeadsFirstGroupedCausalTests : DeclaredTypeTests<HeadsFirstGroupedCausal>;

public sealed class SharedByAllTests : DeclaredTypeTests<SharedByAll>;

public sealed class NarrowestTests : DeclaredTypeTests<Narrowest>;

public sealed class UnscaledTests : DeclaredTypeTests<Unscaled>;

public sealed class DecodeTests : DeclaredTypeTests<Decode>;

public sealed class DecodeGroupedTests : DeclaredTypeTests<DecodeGrouped>;

public sealed class DecodeSharedByAllHeadsFirstTests : DeclaredTypeTests<DecodeSharedByAllHeadsFirst>;

public sealed class FewQueriesTests : DeclaredTypeTests<FewQueries>;

public sealed class WideTests : DeclaredTypeTests<Wide>;

public sealed class WindowsTests : DeclaredTypeTests<Windows>;

public sealed class CausalWindowTests : DeclaredTypeTests<CausalWindow>;

public sealed class RightWindowTopLeftTests : DeclaredTypeTests<RightWindowTopLeft>;

public sealed class SoftCappedTests : DeclaredTypeTests<SoftCapped>;

public sealed class KeyMaskedTests : DeclaredTypeTests<KeyMasked>;

public sealed class MaskedTests : DeclaredTypeTests<Masked>;

public sealed class MaskedByHeadsTests : DeclaredTypeTests<MaskedByHeads>;

public sealed class BiasedTests : DeclaredTypeTests<Biased>;

public sealed class BiasedByHeadsTests : DeclaredTypeTests<BiasedByHeads>;

public sealed class SlopedTests : DeclaredTypeTests<Sloped>;

public sealed class SlopedAloneTests : DeclaredTypeTests<SlopedAlone>;

public sealed class SunkTests : DeclaredTypeTests<Sunk>;

public sealed class EveryOptionTests : DeclaredTypeTests<EveryOption>;

public sealed class EveryOptionDecodeTests : DeclaredTypeTests<EveryOptionDecode>;

public sealed class EveryOptionSmallTests : DeclaredTypeTests<EveryOptionSmall>;

public sealed class SelfBySoftmaxTests : DeclaredTypeTests<SelfBySoftmax>;

public sealed class SelfBySumTests : DeclaredTypeTests<SelfBySum>;

public sealed class SelfOfSixTests : DeclaredTypeTests<SelfOfSix>;

public sealed class LearningTests : DeclaredTypeTests<Learning>;

public sealed class EveryOptionLearningTests : DeclaredTypeTests<EveryOptionLearning>;

public sealed class HeadsFirstLearningTests : DeclaredTypeTests<HeadsFirstLearning>;

public sealed class TinyLearningTests : DeclaredTypeTests<TinyLearning>;
