/**
 * Language models on DJL's PyTorch engine. Knows no method and no optimiser.
 *
 * <ul>
 *   <li>{@link realign.model.LanguageModel} is what others use: load or draw a model, attach, merge
 *       or drop an adapter, train all parameters, losses, gradients at the sites that Vaccine
 *       perturbs ({@link realign.model.SiteTensors}), greedy generation. {@link
 *       realign.model.Parameters} are what an optimiser changes.
 *   <li>{@code Decoder} is the way through a model and back, one script call a part of a block;
 *       {@code BatchLayout} lays rows end to end, {@code Tape} holds what the way back needs,
 *       {@code Pass} owns all of it, {@code Prefix} is what a second pass need not do again. The
 *       parts and their derivatives are TorchScript text, {@code decoder.py}, filled by {@code
 *       DecoderScript}, packed by {@code ScriptArchive} and called through {@code Script}.
 *   <li>{@code Adapted} is a decoder with an adapter folded into its matrices, or beside them, or
 *       without; {@code DecoderWeights} arranges tensors for the script.
 *   <li>A family ({@code Llama}, {@code Gemma2}, {@code Opt} ...) is one {@code DecoderFamily}: it
 *       reads a {@code config.json} into an {@code Architecture}, that is a {@code DecoderConfig}
 *       (what is computed) and a {@code DecoderLayout} (what files call the module of each {@code
 *       Role}). Values that would change the arithmetic otherwise are refused by name. A new family
 *       is one file and a line in {@code DecoderFamilies}.
 *   <li>{@code ModelDirectory} reads Hugging Face's directories: {@code WeightFiles} maps one file
 *       or the shards of a {@code ShardIndex}, {@code ExpectedTensors} picks what the model needs,
 *       {@code FiniteWeights} refuses NaN. {@code PeftAdapter} and {@code PeftConfig} are adapters
 *       of PEFT; {@link realign.model.ModelExport} writes both kinds; {@link
 *       realign.model.RealignTokenizer} is the tokenizer beside a model. {@code HostArrays} moves
 *       tensors between files and engine and is where they are placed; {@code InitialValues} draws
 *       them.
 *   <li>{@link realign.model.Engine} holds every setting that decides bits or safety.
 * </ul>
 *
 * <p>The engine's own differentiation is not used. The derivatives in {@code decoder.py} are held
 * to golden values of every parameter of every family, and to differences of the loss ({@code
 * DerivativeTest}); forward passes also to {@code PlainDecoder}, the same in single operations.
 */
@org.jspecify.annotations.NullMarked
package realign.model;
