package realign.model;

/** How frozen weights are held for computing. What is trained is f32 always. */
enum Precision {
  F32,
  BF16
}
