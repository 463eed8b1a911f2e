package org.anomalyflow.distributed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

/** Parts of a work: how they are named, and that they are all of it. */
class ShardTest {

	private static Shard shard(final String value, final Map<String, String> environment) {
		return Shard.parse(value, environment).orElseThrow();
	}

	@Test
	void isReadFromTheParameterOrTheEnvironment() {
		assertEquals(Optional.empty(), Shard.parse(" ", Map.of("SLURM_ARRAY_TASK_ID", "1")));
		assertEquals(Optional.empty(), Shard.parse(null));
		assertEquals(new Shard(6, 7), shard(" 6/7 ", Map.of("SLURM_ARRAY_TASK_ID", "1")));
		assertEquals(new Shard(3, 7), shard("auto/7", Map.of("SLURM_ARRAY_TASK_ID", "3")));
		assertEquals(new Shard(0, 7), shard("auto/7", Map.of("JOB_COMPLETION_INDEX", "0")));
		assertEquals("3/7", new Shard(3, 7).toString());
	}

	@Test
	void whatIsNoPartIsRefused() {
		for (final String wrong : List.of("7/7", "1/0", "-1/7", "1", "1/7/9", "a/7", "/7", "1/", "1 of 7", "00000001/7", "1/10000000", "auto"))
			assertTrue(assertThrows(InvalidParameterException.class, () -> Shard.parse(wrong, Map.of()), wrong).getMessage().startsWith("shard="),
				wrong);
		final String unset = assertThrows(InvalidParameterException.class, () -> Shard.parse("auto/7", Map.of())).getMessage();
		assertTrue(unset.contains("neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set"), unset);
		for (final String wrong : List.of("7", "x", "", "-1"))
			assertTrue(assertThrows(InvalidParameterException.class, () -> Shard.parse("auto/7", Map.of("SLURM_ARRAY_TASK_ID", wrong)))
				.getMessage().contains("number the jobs from 0, as with sbatch --array=0-6"));
	}

	@Test
	void everyPartIsInOneShard() {
		for (final int parts : new int[]{ 1, 7, 127, 128, 1025, 5000, 40_000 }) {
			final List<List<String>> all = IntStream.range(0, parts).mapToObj(i -> List.of("image " + i, "name " + i)).toList();
			final List<WorkItem> items = WorkPlan.cut(all, 7);
			assertEquals(all, items.stream().flatMap(item -> item.parts().stream()).toList());
			assertTrue(items.size() >= Math.min(parts, 128), parts + " images in " + items.size());
			assertTrue(items.stream().allMatch(item -> item.parts().size() <= 32));
			final List<WorkItem> done = new ArrayList<>();
			for (int i = 0; i < 7; i++)
				items.stream().filter(new Shard(i, 7)::has).forEach(done::add);
			assertEquals(items.size(), done.size());
			assertEquals(items.size(), done.stream().distinct().count());
		}
	}

	@Test
	void manyShardsHaveSomeItemsEach() {
		final List<List<String>> all = IntStream.range(0, 5000).mapToObj(i -> List.of("image " + i)).toList();
		assertEquals(32, WorkPlan.cut(all, 0).get(0).parts().size());
		assertEquals(6, WorkPlan.cut(all, 200).get(0).parts().size());
		assertEquals(1, WorkPlan.cut(all, 5000).get(0).parts().size());
	}
}
