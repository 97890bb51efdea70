"""A recording on the graph, at its own time: ros2 launch homebound replay.launch.py bag:=my_bag rate:=2.0

Any rosbag2 of MCAP files, or the folder of a run. With beside:=slam a map is made of its scans; with beside:=mind a robot of
ours thinks anew about what its sensors said, and only that is played.
"""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.conditions import IfCondition
from launch.substitutions import EqualsSubstitution, LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

ARGUMENTS = {
    'bag': (None, 'A rosbag2 folder, the folder of a run, or an .mcap file.'),
    'rate': ('1.0', 'Recorded seconds a second.'),
    'start_offset': ('0.0', 'So many seconds are left out at its beginning.'),
    'loop': ('false', 'Begins again at its end.'),
    'beside': ('nothing', 'What runs beside it: nothing, slam or mind.'),
    'base_frame': ('base_footprint', 'Frame of the robot on the floor, for slam.'),
    'viewer': ('true', 'The live map on 127.0.0.1.'),
    'port': ('8080', 'Of the live map.'),
}


def generate_launch_description():
    beside = LaunchConfiguration('beside')
    types = {'bag': str, 'rate': float, 'start_offset': float, 'loop': bool}
    played = {name: ParameterValue(LaunchConfiguration(name), value_type=kind) for name, kind in types.items()}
    only_inputs = ParameterValue(EqualsSubstitution(beside, 'mind'), value_type=bool)
    simulated = {'use_sim_time': True}
    return LaunchDescription(
        [
            *[DeclareLaunchArgument(name, default_value=value, description=text) for name, (value, text) in ARGUMENTS.items()],
            Node(package='homebound', executable='replay', parameters=[{**played, 'inputs_only': only_inputs}], output='screen'),
            Node(
                package='homebound',
                executable='slam',
                parameters=[{**simulated, 'base_frame': LaunchConfiguration('base_frame')}],
                output='screen',
                condition=IfCondition(EqualsSubstitution(beside, 'slam')),
            ),
            Node(
                package='homebound',
                executable='mind',
                parameters=[simulated],
                output='screen',
                condition=IfCondition(EqualsSubstitution(beside, 'mind')),
            ),
            Node(
                package='homebound',
                executable='viewer',
                parameters=[{**simulated, 'port': LaunchConfiguration('port')}],
                output='screen',
                condition=IfCondition(LaunchConfiguration('viewer')),
            ),
        ]
    )
