/**
 * Language models on DJL's PyTorch engine. Knows no method and no optimiser.
 *
 * <ul>
 *   <li>{@link realign.model.LanguageModel} is what others use: load or draw a model, attach, merge
 *       or drop an adapter, train all parameters, losses, gradients at the sites that Vaccine
 *       perturbs ({@link realign.model.SiteTensors}), greedy generation. {@link
 *       realign.model.Parameters} are what an optimiser changes.
 *   <li>{@code Decoder} is the forward pass, one script call a part; {@code BatchLayout} lays rows
 *       end to end; {@code Generation} and {@code RotaryTable} are its helpers. The parts
 *       themselves are TorchScript text, {@code llama.py}, packed by {@code ScriptArchive} and
 *       called through {@code Script}: attention, norms and losses exist in fused form only there.
 *   <li>A decoder family is described by {@code DecoderConfig} (sizes), a reader of {@code
 *       config.json} that refuses by name what would change the arithmetic ({@code LlamaConfig}),
 *       {@code DecoderLayout} (names, shapes and order of tensors) and a script.
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
 * <p>The tests hold {@code PlainDecoder}, the same decoder in single array operations.
 */
@org.jspecify.annotations.NullMarked
package realign.model;
