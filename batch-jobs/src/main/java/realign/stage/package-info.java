/**
 * What a stage is: a sequence of items of which any number can be made durable at once. For those
 * who write a stage and for who drives it; knows neither a batch runtime nor any single stage.
 */
@org.jspecify.annotations.NullMarked
package realign.stage;
