package io.gatehouse.translate.common;

import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.EndpointSlice.Endpoint;
import java.util.List;

/** Which endpoints of a Service are a cluster's. */
public interface EndpointChoice {

  EndpointChoice ALL =
      new EndpointChoice() {
        @Override
        public boolean includes(EndpointSlice slice, Endpoint endpoint) {
          return true;
        }

        @Override
        public String name() {
          return "";
        }

        @Override
        public List<String> undecided() {
          return List.of();
        }
      };

  boolean includes(EndpointSlice slice, Endpoint endpoint);

  /** What users call it, empty for all endpoints. */
  String name();

  /** Addresses so far that were left out because it is not known whether they belong to it. */
  List<String> undecided();
}
