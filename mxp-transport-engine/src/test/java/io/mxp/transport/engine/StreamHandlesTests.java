/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

import io.mxp.transport.MessageMetadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamHandlesTests {

	@Test
	void equalsAMap() {
		for (int seed = 0; seed < 100; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			StreamHandles handles = new StreamHandles();
			Map<Long, EngineStream> model = new HashMap<>();
			int ids = 1 + random.nextInt(300);
			for (int step = 0; step < 1_000; step++) {
				long id = random.nextInt(ids) * 4L + random.nextInt(4);
				if (random.nextInt(5) < 3) {
					EngineStream stream = stream(id);
					handles.put(stream);
					model.put(id, stream);
				}
				else {
					handles.remove(id);
					model.remove(id);
				}
				assertThat(handles.isEmpty()).isEqualTo(model.isEmpty());
			}
			for (long id = -1; id < ids * 4L + 4; id++) {
				assertThat(handles.get(id)).as("seed %d, id %d", seed, id).isSameAs(model.get(id));
			}
			List<EngineStream> drained = new ArrayList<>();
			handles.drain(drained::add);
			assertThat(drained).containsExactlyInAnyOrderElementsOf(model.values());
			assertThat(handles.isEmpty()).isTrue();
		}
	}

	@Test
	void whoeverIsDrainedFindsTheTableEmpty() {
		StreamHandles handles = new StreamHandles();
		for (long id = 0; id < 40; id += 4) {
			handles.put(stream(id));
		}
		handles.drain((stream) -> {
			assertThat(handles.get(stream.transportId())).isNull();
			handles.remove(stream.transportId());
		});
		assertThat(handles.isEmpty()).isTrue();
	}

	private static EngineStream stream(long id) {
		return EngineStream.remote(null, id, new UUID(0, id), MessageMetadata.EMPTY, true, id);
	}

}
