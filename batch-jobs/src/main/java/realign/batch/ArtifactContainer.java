package realign.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.jberet.creation.BatchCDIExtension;
import org.jboss.weld.bootstrap.api.helpers.RegistrySingletonProvider;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * The container that makes the batch artifacts. It is started by hand, with the few classes named:
 * that is most of a second faster than a search of the class path, and its end stays ours.
 */
final class ArtifactContainer implements AutoCloseable {
  private final WeldContainer container;

  private ArtifactContainer(WeldContainer container) {
    this.container = container;
  }

  /** Starts it under the one name by which JBeret finds it, so at most one at a time. */
  static ArtifactContainer start(Chain chain) {
    Weld weld =
        new Weld(RegistrySingletonProvider.STATIC_INSTANCE)
            .disableDiscovery()
            .skipShutdownHook()
            .beanClasses(
                StageItemReader.class,
                StageItemProcessor.class,
                StageItemWriter.class,
                StageCheckpointAlgorithm.class)
            .addExtension(new BatchCDIExtension())
            .addExtension(new ChainBean(chain));
    return new ArtifactContainer(weld.initialize());
  }

  @Override
  public void close() {
    container.shutdown();
  }

  /** Makes the chain injectable. */
  record ChainBean(Chain chain) implements Extension {
    void register(@Observes AfterBeanDiscovery discovery) {
      discovery
          .<Chain>addBean()
          .addType(Chain.class)
          .scope(Dependent.class)
          .createWith(context -> chain);
    }
  }
}
