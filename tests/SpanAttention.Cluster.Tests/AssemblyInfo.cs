// Clusters share the processors with what they are measured against: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
