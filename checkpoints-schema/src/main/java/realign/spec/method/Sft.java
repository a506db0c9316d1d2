package realign.spec.method;

/** Supervised fine-tuning: the plain step that the others are compared with. */
public record Sft() implements MethodSpec {}
